-- Why: one human may have two accounts (a login account that was renewed, an issuer that gives a new subject). Nobody asks with one and
-- decides with the other, so an account says whose it is.

alter table staff_account add column person text collate "C",
    add constraint staff_account_person_check check (length(person) between 1 and 255);

comment on column staff_account.person is 'as the issuer says at each login, where it says more than the subject; null: the subject';

alter table idp_account add column person text collate "C",
    add constraint idp_account_person_check check (length(person) between 1 and 255);

comment on column idp_account.person is 'the id of the first account of that user name; null: this one is the first';

-- Which of two doors a browser came in by, so that its code is exchanged at the issuer that it was sent to.
alter table staff_login_attempt add column break_glass boolean not null default false;

comment on column staff_login_attempt.break_glass is 'at the embedded issuer, beside an outside one that is out of order';
