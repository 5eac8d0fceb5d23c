-- The two roles of the hub, made once by whoever runs the database, as a superuser connected to the hub's empty database:
--
--   HUB_OWNER_PASSWORD=... HUB_APP_PASSWORD=... psql -v ON_ERROR_STOP=1 -d hub -f roles.sql
--
-- hub_owner migrates: it owns every table. hub_app serves: it owns nothing and bypasses nothing.
\getenv owner_password HUB_OWNER_PASSWORD
\getenv app_password HUB_APP_PASSWORD

create role hub_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'owner_password';
create role hub_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password :'app_password';

-- Nobody else comes in, and nobody but the owner makes anything.
revoke all on database :"DBNAME" from public;
grant connect on database :"DBNAME" to hub_owner, hub_app;
revoke all on schema public from public;
grant usage, create on schema public to hub_owner;
grant usage on schema public to hub_app;
