-- Templates, and whom updates are for.

-- Templates that an installation has written or changed. What ships are files; the newest approved version here is used instead.
create table template_versions (
  id         bigint generated always as identity primary key,
  playbook   text        not null check (playbook = '_all' or playbook ~ '^[a-z][a-z0-9-]{1,60}$'),
  phase      text        not null check (phase in ('holding', 'investigating', 'identified', 'monitoring', 'resolved')),
  audience   text        not null check (audience in ('customers', 'staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators')),
  locale     text        not null check (locale ~ '^[a-z]{2}(-[A-Z]{2})?$'),
  brand_id   uuid        references brands (id),
  revision   int         not null check (revision > 0),
  parts      jsonb,
  note       text        not null,
  author     text        not null,
  written_at timestamptz not null,
  unique nulls not distinct (playbook, phase, audience, locale, brand_id, revision)
);
comment on table template_versions is 'every version that was saved here; lines are added, never changed';
comment on column template_versions.playbook is '_all: for every playbook that has no words of its own';
comment on column template_versions.parts is 'null: back to what ships';
create table template_approvals (
  version_id  bigint      primary key references template_versions (id),
  approved_by text        not null,
  approved_at timestamptz not null
);
comment on table template_approvals is 'the second person; a version without one is not used';

create function template_versions_never_change() returns trigger language plpgsql as $$
begin raise exception 'a version of a template is never changed: write a new one' using errcode = 'check_violation'; end $$;
create trigger template_versions_immutable before update or delete on template_versions for each statement execute function template_versions_never_change();
create trigger template_approvals_immutable before update or delete on template_approvals for each statement execute function template_versions_never_change();

-- The words of playbooks that were edited here were in force until now, and stay so.
with newest as (
  select distinct on (playbook) playbook, revision, body, author, written_at, follows_shipped from playbook_revisions order by playbook, revision desc),
kept as (
  insert into template_versions (playbook, phase, audience, locale, revision, parts, note, author, written_at)
  select n.playbook, t.key, 'customers', 'en', 1, t.value, 'The words of the playbook, revision ' || n.revision, n.author, n.written_at
    from newest n cross join lateral jsonb_each(case jsonb_typeof(n.body -> 'templates') when 'object' then n.body -> 'templates' else '{}' end) t
   where not n.follows_shipped and t.key in ('holding', 'investigating', 'identified', 'monitoring', 'resolved') and jsonb_typeof(t.value -> 'title') = 'string'
  returning id, written_at)
insert into template_approvals (version_id, approved_by, approved_at) select id, 'leeward', written_at from kept;

-- Who is no customer and is told all the same: whoever watches over us, writes about us, works with us, or for us.
create table stakeholders (
  id             uuid        primary key,
  kind           text        not null check (kind in ('executive', 'board', 'staff', 'investor', 'partner', 'supplier', 'media', 'regulator')),
  name           text        not null,
  organisation   text,
  email          text        not null check (email = lower(email)),
  locale         text        not null default 'en',
  time_zone      text        not null default 'Etc/UTC',
  brand_id       uuid        references brands (id),
  least_severity smallint    not null default 4 check (least_severity between 1 and 4),
  crisis_kinds   text[],
  owner          text,
  note           text,
  changed_by     text        not null,
  changed_at     timestamptz not null,
  removed_at     timestamptz
);
create unique index on stakeholders (email, kind, brand_id) nulls not distinct where removed_at is null;
comment on column stakeholders.brand_id is 'null: every brand';
comment on column stakeholders.least_severity is 'told of crises of this severity and graver';
comment on column stakeholders.crisis_kinds is 'told of crises of these kinds; null: of all';
comment on column stakeholders.owner is 'the person of ours who keeps the relation';

-- A named choice among those whom a crisis hurts.
create table audiences (
  id         uuid        primary key,
  name       text        not null,
  filter     jsonb       not null,
  changed_by text        not null,
  changed_at timestamptz not null,
  removed_at timestamptz
);
create unique index on audiences (lower(name)) where removed_at is null;

-- direct: to a part of those who are hurt; notice: about safety or the law, to those who are hurt; stakeholder: to whoever is no customer. None of them is on the status page.
alter table updates drop constraint updates_class_check;
alter table updates add constraint updates_class_check check (class in ('update', 'remedy-notice', 'sign-off-request', 'direct', 'notice', 'stakeholder'));
alter table updates add column audience text check (audience in ('staff', 'executives', 'investors', 'partners', 'suppliers', 'media', 'regulators'));
alter table updates add column audience_id uuid references audiences (id);
alter table updates add column filter jsonb;
comment on column updates.audience is 'of an update to stakeholders: to whom';
comment on column updates.filter is 'of an update to a part of those who are hurt: the choice as it was when this was written';
alter table deliveries add column stakeholder_id uuid;
comment on column deliveries.stakeholder_id is 'who is told and is no customer; account and contact are null then';
