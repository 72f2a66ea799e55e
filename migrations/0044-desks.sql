-- Desks that a company keeps: conversations that stand there, and those that were brought from there.
alter table conversations add column imported_at timestamptz;
comment on column conversations.imported_at is 'brought from another desk: nothing is promised for what was written there before';
create unique index conversations_by_external on conversations ((external->>'system'), (external->>'id')) where external is not null;
-- An old one keeps the place of its words, wherever they were written.
create index messages_by_time on conversation_messages (conversation_id, at) where kind = 'in';

create table desks (
  id         uuid primary key,
  key        text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  kind       text not null check (kind in ('zendesk', 'chatwoot', 'webhook')),
  name       text not null,
  brand_id   uuid not null references brands (id),
  hash       bytea not null,
  sealed     bytea not null,
  settings   jsonb not null,
  per_second real not null default 3 check (per_second between 0.1 and 50),
  paused     boolean not null default false,
  made_by    text not null,
  made_at    timestamptz not null,
  removed_at timestamptz,
  heard_at   timestamptz,
  test       jsonb
);
create unique index desks_by_key on desks (key) where removed_at is null;
create unique index desks_by_hash on desks (hash) where removed_at is null;
comment on table desks is 'a desk that the company keeps: its conversations are linked and put in order here, and answered there';
comment on column desks.key is 'the system of conversations.external';
comment on column desks.hash is 'of the key in the address that it sends to';
comment on column desks.sealed is 'what signs its calls, and what lets us in';

-- People as a desk names them, by its own numbers: tickets name only these.
create table desk_people (
  system       text not null,
  person       text not null,
  name         text,
  email        text,
  phone        text,
  organization text,
  staff        boolean,
  primary key (system, person)
);

-- A reply to a conversation in a desk is a row as every other; its channel names the desk.
alter table reply_deliveries drop constraint reply_deliveries_channel_check,
  add constraint reply_deliveries_channel_check check (channel = 'email' or channel ~ '^desk/[0-9a-f-]{36}$');
create index replies_by_reference on reply_deliveries (channel, reference) where channel <> 'email';
create index replies_unknown on reply_deliveries (channel, changed_at) where channel <> 'email' and state = 'unknown';

-- What a desk is told of a conversation beside replies: always the newest whole, so that telling it twice is no harm.
create table desk_tellings (
  conversation_id bigint primary key references conversations (id),
  system     text not null,
  version    int not null default 1,
  due_at     timestamptz,
  calling_at timestamptz,
  attempts   int  not null default 0,
  told       jsonb,
  told_at    timestamptz,
  answer     text
);
create index desk_tellings_due on desk_tellings (system, due_at) where due_at is not null;
comment on column desk_tellings.calling_at is 'stored before the call';
comment on column desk_tellings.due_at is 'null: the desk knows the newest';

create function tell_desk() returns trigger language plpgsql as $$
begin
  insert into desk_tellings (conversation_id, system, due_at)
  select new.id, new.external->>'system', 'epoch' where exists (select from desks d where d.key = new.external->>'system' and d.removed_at is null)
  on conflict (conversation_id) do update set version = desk_tellings.version + 1, due_at = 'epoch', attempts = 0;
  return null;
end $$;
create trigger desk_of_new after insert on conversations for each row when (new.external is not null and new.parts <> '{}') execute function tell_desk();
create trigger desk_of_changed after update of parts, crisis_id, link, tags on conversations for each row
  when (new.external is not null and (old.parts, old.crisis_id, old.link, old.tags) is distinct from (new.parts, new.crisis_id, new.link, new.tags)) execute function tell_desk();

create table conversation_imports (
  id         uuid primary key,
  system     text not null,
  form       text not null check (form in ('zendesk', 'chatwoot')),
  brand_id   uuid not null references brands (id),
  file_name  text,
  status     text not null check (status in ('reading', 'placing', 'done', 'failed')),
  bytes_total bigint not null,
  bytes_read  bigint not null default 0,
  found      int not null default 0,
  added      int not null default 0,
  same       int not null default 0,
  messages_added int not null default 0,
  messages_same  int not null default 0,
  people     int not null default 0,
  bad        int not null default 0,
  failure    text,
  actor      text not null,
  seen_at    timestamptz not null,
  started_at timestamptz not null,
  finished_at timestamptz
);
create index conversation_imports_running on conversation_imports (id) where status in ('reading', 'placing');
create table conversation_import_items (
  id         bigint generated always as identity primary key,
  import_id  uuid not null references conversation_imports (id) on delete cascade,
  kind       text not null check (kind in ('conversation', 'message')),
  line       bigint not null,
  item       jsonb not null
);
create index conversation_import_items_next on conversation_import_items (import_id, kind, id);
comment on table conversation_import_items is 'what was read of a file and is not placed yet; whoever dies in between leaves the rest to the next look';
create table conversation_import_problems (
  id        bigint generated always as identity primary key,
  import_id uuid not null references conversation_imports (id) on delete cascade,
  line      bigint not null,
  item      text,
  reason    text not null,
  value     text
);
create index conversation_import_problems_of on conversation_import_problems (import_id, line, id);

-- Calls of account owners in a crisis: what was said is the update's script; a note is kept beside it.
create table account_calls (
  id         bigint generated always as identity primary key,
  crisis_id  uuid   not null references crises (id),
  account_id bigint not null,
  practice   boolean not null,
  update_id  uuid   not null references updates (id),
  script     text   not null,
  outcome    text   not null check (outcome in ('reached', 'message-left', 'no-answer', 'wrong-number', 'refused')),
  note       text,
  next_step  text,
  next_on    date,
  called_by  text   not null,
  called_at  timestamptz not null,
  key        text,
  constraint practice_by_id check (practice = (account_id < 0) and practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))
);
create index account_calls_of on account_calls (crisis_id, account_id, id desc);
create unique index account_calls_once on account_calls (called_by, key) where key is not null;
comment on column account_calls.script is 'what could be said: made from the published update alone';
