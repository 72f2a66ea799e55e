-- What it takes to answer a conversation: its language, and what its tags ask for. Few kinds, however many conversations: the next one is looked for kind by kind.
create function needs_of(language text, tags text[]) returns text[] language sql immutable parallel safe as $$
  select array(select 'language:' || split_part(lower(language), '-', 1) where language not in ('und', '') union select t from unnest(tags) t where t like 'skill:_%' order by 1)
$$;
alter table conversations add column needs text[] not null generated always as (needs_of(language, tags)) stored;
create index conversations_in_turn_by_needs on conversations (needs, turn_at, id) where state = 'open' and assignee is null and turn_at is not null;
comment on column conversations.needs is 'what who answers it must know: language:de, skill:billing';

create table support_agents (
  person     text primary key,
  languages  text[]  not null default '{}',
  skills     text[]  not null default '{}',
  most_open  int     check (most_open between 1 and 500),
  available  boolean not null default false,
  changed_at timestamptz not null,
  changed_by text    not null
);
comment on table support_agents is 'what people of the support say of themselves; who says nothing is given everything but what needs a skill';
comment on column support_agents.languages is 'none: any language';
comment on column support_agents.most_open is 'how many open conversations they take at most; null: any number';

alter table support_settings
  add column assign_itself boolean not null default false,
  add column offer_after_minutes int not null default 30 check (offer_after_minutes between 1 and 1440),
  add column revision int not null default 0;
comment on column support_settings.assign_itself is 'whether the next in turn goes to the available agent with the least to do, without a button';
comment on column support_settings.offer_after_minutes is 'after so long a conversation that no available agent can do is offered to anybody';

-- The pace of the last hour, for who asks how long they wait.
create index acts_taken on conversation_acts (at) where kind = 'assigned';

-- Macros: each saving is a revision, and the newest is in force; the shipped ones stand in the release until somebody changes them.
create table macro_revisions (
  macro      text   not null,
  revision   int    not null check (revision > 0),
  name       text   not null,
  body       jsonb  not null,
  removed    boolean not null default false,
  author     text   not null,
  written_at timestamptz not null,
  primary key (macro, revision)
);
comment on column macro_revisions.body is 'texts by language, actions, and the groups that may use it';

create table macro_uses (
  id              bigint generated always as identity primary key,
  person          text   not null,
  key             text   not null,
  macro           text   not null,
  revision        int    not null,
  conversation_id bigint not null references conversations (id),
  at              timestamptz not null,
  message_id      bigint references conversation_messages (id),
  goodwill_id     uuid,
  task            jsonb,
  done            jsonb  not null default '[]',
  unique (person, key)
);
create index macro_uses_of_macro on macro_uses (macro, at);
comment on table macro_uses is 'each use once: the same key of the same person is the same use';
comment on column macro_uses.task is 'the task that it adds to its crisis: written here first, so that it is added once, also where the process died in between';

-- How many mails came from a sender lately is asked for each mail: by an index, however many came from others.
create index inbound_mails_by_sender on inbound_mails (sender, received_at);
-- Files are packed already: packing them once more takes most of the time that a mail takes, and saves nothing.
alter table inbound_mails alter column raw set storage external;
alter table conversation_files alter column content set storage external;
