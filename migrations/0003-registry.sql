-- The company's customers: who they are, how to reach them, and what they depend on.

create table brands (
  id          uuid primary key,
  slug        text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,38}$'),
  name        text not null,
  sender      text not null,
  sender_name text not null,
  locale      text not null default 'en',
  time_zone   text not null default 'Etc/UTC',
  created_at  timestamptz not null
);
comment on table brands is 'a name with its own status page and sender; one company runs one Leeward with one or more';

create table services (
  id          uuid primary key,
  brand_id    uuid not null references brands (id),
  key         text not null unique,
  name        text not null,
  description text,
  position    int  not null default 0,
  created_at  timestamptz not null
);

create table accounts (
  id            bigint generated always as identity primary key,
  practice      boolean not null default false,
  key           text    not null,
  name          text    not null,
  kind          text    not null default 'organisation' check (kind in ('organisation', 'person')),
  tier          text    not null default 'standard',
  mrr_minor     bigint  not null default 0 check (mrr_minor >= 0),
  currency      char(3) not null default 'USD',
  region        text,
  locale        text    not null default 'en',
  time_zone     text    not null default 'Etc/UTC',
  vulnerability text check (vulnerability in ('safety-critical', 'regulated', 'high-stakes')),
  owner_email   text,
  merged_into   bigint references accounts (id),
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  unique (id, practice),
  unique (practice, key)
);
comment on column accounts.key is 'the customer''s id in the company''s own customer base';
comment on column accounts.mrr_minor is 'recurring revenue per month, in the currency''s minor unit';
comment on column accounts.vulnerability is 'why they must be reached first; the least that is needed, no health data';
create index accounts_by_name on accounts (practice, lower(name), id);

create table account_aliases (
  practice    boolean not null default false,
  system      text    not null,
  external_id text    not null,
  account_id  bigint  not null,
  primary key (practice, system, external_id),
  foreign key (account_id, practice) references accounts (id, practice)
);
create index account_aliases_by_account on account_aliases (account_id);
comment on table account_aliases is 'ids of the same customer in other systems, and the keys of accounts merged into this one (system = merged)';

create table contacts (
  id         bigint generated always as identity primary key,
  account_id bigint  not null,
  practice   boolean not null default false,
  email      text    not null,
  name       text,
  position   text,
  locale     text,
  receives_updates boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (account_id, email)
);
create index contacts_by_email on contacts (email);
comment on column contacts.email is 'normalised: trimmed, lower case';

create function exposure_fact(service_id uuid, region text, sku text, lot text, order_ref text, integration text) returns bigint language sql immutable parallel safe as $$
  select hashtextextended(service_id::text || chr(31) || coalesce(region, '') || chr(31) || coalesce(sku, '') || chr(31) || coalesce(lot, '') || chr(31) ||
                          coalesce(order_ref, '') || chr(31) || coalesce(integration, ''), 0)
$$;
comment on function exposure_fact is 'the number of a fact; its parts hold no control characters, so that chr(31) keeps them apart';

create table exposures (
  id         bigint generated always as identity primary key,
  account_id bigint  not null,
  practice   boolean not null default false,
  service_id uuid    not null,
  region     text,
  sku        text,
  lot        text,
  order_ref  text,
  integration text,
  since      timestamptz,
  until      timestamptz,
  fact       bigint not null generated always as (exposure_fact(service_id, region, sku, lot, order_ref, integration)) stored,
  unique (account_id, fact)
);
create index exposures_by_service on exposures (service_id, region, practice) include (account_id, since, until);
comment on table exposures is 'one fact that ties an account to a service, region, SKU, lot, order or integration';
comment on column exposures.fact is 'the same fact twice has the same number, so that an import again updates and never doubles';

-- The practice flag is checked once per statement, not once per row: a million rows are one join.
create function practice_of_accounts_holds() returns trigger language plpgsql as $$
begin
  if exists (select 1 from new_rows n where not exists (
               select 1 from accounts a where a.id = n.account_id and a.practice = n.practice)) then
    raise exception 'a row of % names an account that does not exist or is of the other kind (practice or real)', tg_table_name
      using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger practice_holds after insert on contacts  referencing new table as new_rows for each statement execute function practice_of_accounts_holds();
create trigger practice_holds after insert on exposures referencing new table as new_rows for each statement execute function practice_of_accounts_holds();

-- So is that a service exists: a foreign key would look at and lock a service three million times, and took a third of an import.
create function services_of_exposures_hold() returns trigger language plpgsql as $$
begin
  perform from services where id in (select distinct service_id from new_rows) for key share;
  if exists (select 1 from (select distinct service_id from new_rows) n where not exists (select 1 from services s where s.id = n.service_id)) then
    raise exception 'an exposure names a service that does not exist' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger services_hold after insert on exposures referencing new table as new_rows for each statement execute function services_of_exposures_hold();
create function services_in_use_stay() returns trigger language plpgsql as $$
begin
  if exists (select 1 from exposures where service_id = old.id) then
    raise exception 'the service % has exposures', old.key using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger services_in_use after delete on services for each row execute function services_in_use_stay();

create function practice_never_changes() returns trigger language plpgsql as $$
begin
  raise exception 'practice is decided once: % % cannot change sides', tg_table_name, old.id using errcode = 'check_violation';
end $$;
create trigger practice_stays before update of practice on accounts  for each row when (old.practice <> new.practice) execute function practice_never_changes();
create trigger practice_stays before update of practice on contacts  for each row when (old.practice <> new.practice) execute function practice_never_changes();
create trigger practice_stays before update of practice on exposures for each row when (old.practice <> new.practice) execute function practice_never_changes();

create table imports (
  id          uuid primary key,
  subject     text not null check (subject in ('accounts', 'contacts', 'services', 'exposures')),
  practice    boolean not null default false,
  file_name   text,
  status      text not null check (status in ('running', 'done', 'failed')),
  bytes_total bigint,
  bytes_read  bigint not null default 0,
  rows_read   bigint not null default 0,
  rows_added  bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_same   bigint not null default 0,
  rows_bad    bigint not null default 0,
  failure     text,
  actor       text not null,
  started_at  timestamptz not null,
  finished_at timestamptz
);
create table import_errors (
  id         bigint generated always as identity primary key,
  import_id  uuid not null references imports (id) on delete cascade,
  line       bigint not null,
  column_name text,
  reason     text not null,
  value      text
);
create index on import_errors (import_id, id);
