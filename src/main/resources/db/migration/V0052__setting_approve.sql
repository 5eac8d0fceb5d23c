-- Why: whoever a limit binds does not lift it alone. Settings that guard money are changed by two, and who decides about
-- limits of finance is management. A role that was taken out meanwhile gets nothing.

insert into staff_role_permission (role_id, permission)
select id, 'setting.edit.approve' from staff_role where id = 'management'
on conflict on constraint staff_role_permission_pk do nothing;
