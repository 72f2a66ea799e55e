-- The status page: groups of services, planned maintenance, what an earlier page said, and what readers thought of an update.
create table service_groups (
  id       uuid primary key,
  brand_id uuid not null references brands (id),
  name     text not null,
  unique (brand_id, name)
);
comment on table service_groups is 'services that stand together on the status page, in the place of the first of them';
alter table services
  add column group_id uuid references service_groups (id),
  add column on_page  text not null default 'always' check (on_page in ('always', 'when-hurt', 'never'));
comment on column services.on_page is 'whether the status page names it: always, only while something is wrong with it, or never';

alter table brands
  add column languages text[] not null default '{en,de,fr,es,pt,ja}',
  add column page_day  date;
comment on column brands.languages is 'the languages that the status page is there in, beside the brand''s own';
comment on column brands.page_day is 'the day, at the brand, for which the bars of the page were last drawn';

create table maintenances (
  id         uuid primary key,
  brand_id   uuid not null references brands (id),
  title      text not null,
  state      text not null check (state in ('scheduled', 'in_progress', 'verifying', 'completed', 'cancelled')),
  starts_at  timestamptz not null,
  ends_at    timestamptz not null check (ends_at > starts_at),
  began_at   timestamptz,
  ended_at   timestamptz,
  ends_by_itself boolean not null default false,
  made_by    text not null,
  made_at    timestamptz not null,
  source     text,
  unique (brand_id, source)
);
create index maintenances_of_brand on maintenances (brand_id, starts_at);
comment on table maintenances is 'work that was announced; where it hurts customers, a crisis is declared for it';
comment on column maintenances.ends_by_itself is 'it counts as done at the announced end; else somebody says so';
comment on column maintenances.source is 'its id on the page it was brought over from';
create table maintenance_services (
  maintenance_id uuid not null references maintenances (id),
  service_id     uuid not null references services (id),
  primary key (maintenance_id, service_id)
);
create table maintenance_notes (
  id             uuid primary key,
  maintenance_id uuid not null references maintenances (id),
  state          text not null check (state in ('scheduled', 'in_progress', 'verifying', 'completed', 'cancelled')),
  body           text not null,
  author         text not null,
  written_at     timestamptz not null
);
create index maintenance_notes_of on maintenance_notes (maintenance_id, written_at);
comment on table maintenance_notes is 'what was said of a maintenance, in order';

create table past_incidents (
  brand_id    uuid not null references brands (id),
  source      text not null,
  number      text not null,
  body        jsonb not null,
  started_at  timestamptz not null,
  ended_at    timestamptz not null,
  imported_at timestamptz not null,
  primary key (brand_id, source),
  unique (brand_id, number)
);
create index past_incidents_newest on past_incidents (brand_id, ended_at);
comment on table past_incidents is 'incidents of an earlier status page, brought over as they stood there; they move no figure of ours';
comment on column past_incidents.source is 'its id on the page it came from';
comment on column past_incidents.number is 'how it is addressed on our page';
comment on column past_incidents.body is 'title, impact, services (with the times they were hurt), updates';

create table update_ratings (
  update_id uuid not null references updates (id),
  voter     bytea not null,
  helpful   boolean not null,
  source    text not null check (source in ('page', 'mail')),
  rated_at  timestamptz not null,
  primary key (update_id, voter)
);
comment on table update_ratings is 'whether readers found an update helpful: each voter once, the last click counts';
comment on column update_ratings.voter is 'a keyed hash of who clicked: of a contact, or of a visitor''s network address and browser on that day; nobody can be found by it';
