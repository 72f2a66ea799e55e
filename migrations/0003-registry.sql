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
  id            bigint generated always as identity,
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
  merged_into   bigint,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint practice_by_id check (practice = (id < 0)),
  primary key (id, practice),
  unique (practice, key)
);
comment on column accounts.key is 'the customer''s id in the company''s own customer base';
comment on column accounts.mrr_minor is 'recurring revenue per month, in the currency''s minor unit';
comment on column accounts.vulnerability is 'why they must be reached first; the least that is needed, no health data';
create index accounts_vulnerable on accounts (id) where vulnerability is not null;
create index accounts_by_name on accounts (practice, lower(name), id);

-- In place of a foreign key, which would look at every inserted row again; and one step always leads to the survivor.
create function mergers_hold() returns trigger language plpgsql as $$
begin
  if not exists (select from accounts a where a.id = new.merged_into and a.practice = new.practice and a.merged_into is null and a.id <> new.id) then
    raise exception 'account % can only be merged into an account of its kind that is not merged itself', new.id using errcode = 'foreign_key_violation';
  end if;
  return new;
end $$;
create trigger mergers_hold before insert or update of merged_into on accounts for each row when (new.merged_into is not null) execute function mergers_hold();

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
  constraint practice_by_id check (practice = (id < 0) and practice = (account_id < 0)),
  unique (account_id, email)
);
-- By lower(email), so that the look-up of one account's contact never picks this index: an address may stand in thousands of accounts.
create index contacts_by_email on contacts using hash (lower(email));
comment on column contacts.email is 'normalised: trimmed, lower case';

create function exposure_fact(service_id uuid, region text, sku text, lot text, order_ref text, integration text) returns bigint language sql immutable parallel safe as $$
  select hashtextextended(coalesce(integration, ''), hashtextextended(coalesce(order_ref, ''), hashtextextended(coalesce(lot, ''),
         hashtextextended(coalesce(sku, ''), hashtextextended(coalesce(region, ''), uuid_hash_extended(service_id, 0))))))
$$;
comment on function exposure_fact is 'the number of a fact: each part is hashed on top of those before it; nothing is the same as empty';

create table exposures (
  id         bigint generated always as identity,
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
  constraint practice_by_id check (practice = (account_id < 0)),
  primary key (account_id, fact)
);
create index exposures_by_service on exposures (service_id, region);
comment on table exposures is 'one fact that ties an account to a service, region, SKU, lot, order or integration';
comment on column exposures.id is 'to name it; found by account and fact, for each index more is felt three million times';
comment on column exposures.fact is 'the same fact twice has the same number, so that an import again updates and never doubles';

-- Practice is in the number itself: a practice account or contact has a negative id, so that every row that names one can be
-- checked by itself, without a look at another table, a million at a time (docs/adr/0003-practice-in-the-id.md).
create function practice_ids_are_negative() returns trigger language plpgsql as $$
begin
  new.id := -abs(new.id);
  return new;
end $$;
create trigger practice_ids before insert on accounts for each row when (new.practice) execute function practice_ids_are_negative();
create trigger practice_ids before insert on contacts for each row when (new.practice) execute function practice_ids_are_negative();

-- An account is erased in place or merged, never deleted: what was said and given to it keeps its meaning.
create function accounts_are_kept() returns trigger language plpgsql as $$
begin
  raise exception 'an account is never deleted: merge it, or erase what is personal in it' using errcode = 'check_violation';
end $$;
create trigger accounts_are_kept before delete on accounts for each statement execute function accounts_are_kept();

-- Nor a service: exposures name one without a foreign key, which would look at and lock a service three million times, a third of an import.
create function services_are_kept() returns trigger language plpgsql as $$
begin
  raise exception 'a service is never deleted: exposures and crises name it' using errcode = 'check_violation';
end $$;
create trigger services_are_kept before delete on services for each statement execute function services_are_kept();

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
