-- Chats: conversations with somebody who reads here, and what the assistant answered in them from which sources.
create table chats (
  conversation_id bigint primary key references conversations (id),
  practice        boolean not null default false check (not practice),
  locale          text   not null,
  email           text,
  started_at      timestamptz not null,
  seen_at         timestamptz not null,
  handed_at       timestamptz,
  handed_why      text[] not null default '{}',
  constraint practice_by_id check (practice = (conversation_id < 0))
);
comment on table chats is 'there is no chat of an exercise';
comment on column chats.email is 'where an answer goes when the customer has left; as they gave it, or that of their contact';
comment on column chats.seen_at is 'when the customer was last there';
comment on column chats.handed_at is 'since when a person answers; the assistant never speaks again in it, also after it was closed';

create table chat_sources (
  message_id bigint primary key references conversation_messages (id),
  sentences  jsonb not null,
  sources    jsonb not null
);
comment on table chat_sources is 'what each sentence of an answer of the assistant was taken from';

alter table support_settings add column assistant boolean not null default true;
alter table support_settings add column assistant_phrases boolean not null default false;
comment on column support_settings.assistant is 'whether it answers in chats and on customers'' own pages; where not, a person does';
comment on column support_settings.assistant_phrases is 'whether the model of second opinions may phrase its answers; what it writes is checked against the sources';
