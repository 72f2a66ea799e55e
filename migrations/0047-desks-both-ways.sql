-- Desks carry both ways where a conversation stands, who has it and what is attached; and what a mail proves to be one is offered to be put together.
update conversations set external = external || jsonb_build_object('stands', case state when 'merged' then 'closed' else state end, 'holder', assignee) where external is not null;
comment on column conversations.external is 'where it stands in a desk that the company keeps: system and id; state and stateAt: its newest word of how it stands; stands and holder: how it stands there and who has it, in our terms, so that only what differs is told';

alter table desk_tellings add column calling jsonb, add column stand_only boolean not null default false;
comment on column desk_tellings.calling is 'the state and the person that are being told, stored before the call: what comes back of it is no news';
comment on column desk_tellings.stand_only is 'only how it stands and who has it was ever to be told: its priority and its tags stay as they are there';

create or replace function tell_desk() returns trigger language plpgsql as $$
begin
  insert into desk_tellings (conversation_id, system, due_at)
  select new.id, new.external->>'system', 'epoch' where exists (select from desks d where d.key = new.external->>'system' and d.removed_at is null)
  on conflict (conversation_id) do update set version = desk_tellings.version + 1, due_at = 'epoch', attempts = 0, stand_only = false;
  return null;
end $$;

-- Looked at when the transaction ends: what the desk itself said has moved both by then, and is not told back.
create function tell_desk_stand() returns trigger language plpgsql as $$
begin
  insert into desk_tellings (conversation_id, system, due_at, stand_only)
  select c.id, c.external->>'system', 'epoch', true from conversations c
   where c.id = new.id and c.state <> 'merged' and (c.state, c.assignee) is distinct from (c.external->>'stands', c.external->>'holder')
     and exists (select from desks d where d.key = c.external->>'system' and d.removed_at is null and coalesce((d.settings->>'bothWays')::boolean, true))
  on conflict (conversation_id) do update set version = desk_tellings.version + 1, due_at = 'epoch', attempts = 0;
  return null;
end $$;
create constraint trigger desk_of_stand after update of state, assignee on conversations deferrable initially deferred for each row
  when (new.external is not null and (old.state, old.assignee) is distinct from (new.state, new.assignee)) execute function tell_desk_stand();

-- Files that a desk named: fetched from it, judged as those of mails are, and put with their message.
create table desk_files (
  id           bigint generated always as identity primary key,
  system       text not null,
  conversation text not null,
  message      text not null,
  file         text not null,
  name         text,
  type         text,
  url          text not null,
  told_at      timestamptz not null,
  due_at       timestamptz,
  attempts     smallint not null default 0,
  answer       text,
  unique (system, conversation, message, file)
);
create index desk_files_due on desk_files (system, due_at) where due_at is not null;
comment on column desk_files.due_at is 'null: it stands with its message, kept or refused, or its message never came';
comment on column desk_files.url is 'emptied once it is fetched: some let in whoever knows them';

create index conversations_assigned_there on conversations ((external->>'system')) where external->'assigned' is not null;

-- What a mail proves to be one matter: put together by itself where nobody could say otherwise, else offered.
create index acts_one_matter on conversation_acts (id) where kind = 'one-matter' and undone_at is null;

-- That it works again is told once for each time that it does.
alter table answers add column undone_at timestamptz;
comment on column answers.undone_at is 'of what said that it works again: the crisis was reopened since, so whoever heard it hears it anew';
update answers n set undone_at = n.ended_at from crises c where c.id = n.crisis_id and n.kind = 'restored' and n.state = 'ended' and c.status in ('declared', 'commanded');
