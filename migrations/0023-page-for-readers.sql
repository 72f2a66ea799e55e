-- A review as customers read it: a text of its own, approved as updates are.
create table postmortems (
  crisis_id  uuid    primary key,
  practice   boolean not null,
  status     text    not null default 'draft' check (status in ('draft', 'awaiting-approval', 'published')),
  bodies     jsonb   not null,
  revision   integer not null default 1,
  changed_by text    not null,
  changed_at timestamptz not null,
  author     text,
  approved_by text[] not null default '{}',
  seal       text,
  sent_back_by text,
  sent_back_at timestamptz,
  sent_back_reason uuid references texts (id),
  shown      jsonb,
  published_at timestamptz,
  shown_at   timestamptz,
  foreign key (crisis_id, practice) references crises (id, practice),
  check ((shown is null) = (published_at is null) and (shown is null) = (shown_at is null))
);
comment on column postmortems.bodies is 'Markdown by language, as it is being written';
comment on column postmortems.shown is 'as customers read it; null: they read none';
comment on column postmortems.published_at is 'when customers first read one; shown_at: when they first read this one';
