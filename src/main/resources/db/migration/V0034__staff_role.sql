-- Why: what somebody on the staff may do is data that two administrators change, not code and not a claim in a token.
-- A row gives a permission only while the code knows its name; a name it does not know gives nothing.

create table staff_role (
    id             text collate "C" not null,
    version        bigint      not null,
    name_en        text        not null,
    name_ar        text        not null,
    description_en text        not null,
    description_ar text        not null,
    changed_by     text collate "C" not null,
    changed_at     timestamptz not null,
    constraint staff_role_pk primary key (id),
    constraint staff_role_id_check check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
    constraint staff_role_version_check check (version >= 1),
    constraint staff_role_name_check check (length(name_en) between 1 and 100 and length(name_ar) between 1 and 100),
    constraint staff_role_description_check
        check (length(description_en) between 1 and 500 and length(description_ar) between 1 and 500)
);

create table staff_role_permission (
    role_id    text collate "C" not null,
    permission text collate "C" not null,
    constraint staff_role_permission_pk primary key (role_id, permission),
    constraint staff_role_permission_role_id_fk foreign key (role_id) references staff_role (id),
    constraint staff_role_permission_permission_check check (permission ~ '^[a-z]+([.-][a-z]+)*$' and length(permission) <= 60)
);

-- Who has a role, and from whom: the issuer of the login says it at each login, or two administrators gave it.
create table staff_account_role (
    account_id text collate "C" not null,
    role_id    text collate "C" not null,
    source     text collate "C" not null,
    given_by   text collate "C" not null,
    given_at   timestamptz not null,
    constraint staff_account_role_pk primary key (account_id, role_id, source),
    constraint staff_account_role_role_id_fk foreign key (role_id) references staff_role (id),
    constraint staff_account_role_source_check check (source in ('issuer', 'hub'))
);

create index staff_account_role_role_id_idx on staff_account_role (role_id, account_id);

insert into staff_role (id, version, name_en, name_ar, description_en, description_ar, changed_by, changed_at)
select id, 1, name_en, name_ar, description_en, description_ar, 'installation', now()
from (values
    ('finance', 'Finance', 'المالية',
     'Confirms money that came in, corrects wallets, and decides what others ask for.',
     'تؤكد الأموال الواردة وتصحح المحافظ وتبت في طلبات الآخرين.'),
    ('operations', 'Operations', 'العمليات',
     'Keeps deliveries to other systems going and mends what is stuck.',
     'تتابع التسليم إلى الأنظمة الأخرى وتصلح ما تعطل.'),
    ('customer-care', 'Customer care', 'خدمة العملاء',
     'Looks after customers and asks for refunds on their behalf.',
     'تعتني بالعملاء وتطلب رد المبالغ نيابة عنهم.'),
    ('administrator', 'Administrator', 'مدير النظام',
     'Decides who works here and what a role permits; no money and no customer data.',
     'يقرر من يعمل هنا وما تتيحه الأدوار، دون صلاحيات مالية أو بيانات عملاء.'),
    ('management', 'Management', 'الإدارة',
     'Reads everything masked and decides about what is above the limits of finance.',
     'تطلع على كل شيء مع إخفاء البيانات الشخصية وتبت فيما يتجاوز حدود المالية.')
) role(id, name_en, name_ar, description_en, description_ar);

-- F finance, O operations, C customer care, A administrator, M management.
insert into staff_role_permission (role_id, permission)
select role.id, line.permission
from (values
    ('staff.self',                        'FOCAM'),
    ('customer.view',                     'FOCM'),
    ('customer.unmask',                   'FC'),
    ('customer.session.end',              'OCA'),
    ('customer.erase',                    'OC'),
    ('customer.erase.approve',            'FM'),
    ('ledger.view',                       'FOCM'),
    ('wallet.freeze',                     'FOC'),
    ('wallet.unfreeze',                   'FM'),
    ('wallet.adjust',                     'F'),
    ('wallet.adjust.approve',             'M'),
    ('wallet.merge',                      'F'),
    ('wallet.merge.approve',              'M'),
    ('recharge.list',                     'FOCM'),
    ('recharge.resync',                   'O'),
    ('payment.decide',                    'F'),
    ('payment.decide.approve',            'F'),
    ('transfer.confirm',                  'F'),
    ('transfer.confirm.approve',          'F'),
    ('transfer.confirm.approve.large',    'M'),
    ('refund.request',                    'FC'),
    ('refund.approve',                    'F'),
    ('refund.approve.large',              'M'),
    ('approval.view',                     'FOCAM'),
    ('dead-letter.view',                  'FOAM'),
    ('dead-letter.replay',                'O'),
    ('dead-letter.replay-money.approve',  'F'),
    ('setting.view',                      'FOAM'),
    ('setting.edit',                      'F'),
    ('staff.manage',                      'A'),
    ('role.edit',                         'A'),
    ('role.approve',                      'A'),
    ('audit.read.money',                  'F'),
    ('audit.read.operations',             'O'),
    ('audit.read.care',                   'C'),
    ('audit.read',                        'AM'),
    ('audit.list',                        'FOCAM')
) line(permission, roles)
cross join (values
    ('F', 'finance'), ('O', 'operations'), ('C', 'customer-care'), ('A', 'administrator'), ('M', 'management')
) role(letter, id)
where position(role.letter in line.roles) > 0;

-- As V0020 has it; no customer has a row here.
do $$
declare
    v_table text;
begin
    foreach v_table in array array['staff_role', 'staff_role_permission', 'staff_account_role'] loop
        execute format('alter table %I enable row level security', v_table);
        execute format('alter table %I force row level security', v_table);
        execute format('create policy %I on %I using (%s) with check (%s)', v_table || '_rows', v_table,
            'current_setting(''hub.scope'', true) = ''system''', 'current_setting(''hub.scope'', true) = ''system''');
    end loop;
end $$;
