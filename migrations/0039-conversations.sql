-- Conversations: a customer writing to us, on whatever channel. Their texts stand here and not in events, so that they can be erased.
create sequence conversation_ids;
create table conversations (
  id            bigint primary key default nextval('conversation_ids'),
  practice      boolean not null default false,
  brand_id      uuid   not null references brands (id),
  channel       text   not null check (channel in ('email', 'chat', 'social', 'phone', 'api')),
  account_id    bigint,
  contact_id    bigint,
  address       text   not null,
  writer        text,
  subject       text   not null,
  language      text   not null default 'und',
  state         text   not null default 'open' check (state in ('open', 'waiting', 'snoozed', 'closed', 'merged')),
  assignee      text,
  assigned_at   timestamptz,
  tags          text[] not null default '{}',
  opened_at     timestamptz not null,
  last_at       timestamptz not null,
  waiting_since timestamptz,
  answered_at   timestamptz,
  closed_at     timestamptz,
  snoozed_until timestamptz,
  mood          text   not null default 'neutral' check (mood in ('positive', 'neutral', 'negative', 'angry')),
  reasons       text[] not null default '{}',
  still_broken  boolean not null default false,
  crisis_id     uuid,
  link          text check (link in ('suggested', 'linked', 'refused')),
  link_by       text,
  link_at       timestamptz,
  link_confidence real check (link_confidence between 0 and 1),
  link_why      text[] not null default '{}',
  told_of       uuid,
  promised_at   timestamptz,
  promise       text check (promise in ('first', 'next', 'crisis')),
  promise_near  boolean not null default false,
  promise_near_at timestamptz,
  turn_at       timestamptz,
  parts         jsonb  not null default '{}',
  merged_into   bigint references conversations (id),
  external      jsonb,
  revision      int    not null default 1,
  constraint practice_by_id check (practice = (id < 0) and (account_id is null or practice = (account_id < 0)) and (contact_id is null or practice = (contact_id < 0))
    and (crisis_id is null or practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))),
  constraint merged_whole check ((state = 'merged') = (merged_into is not null)),
  constraint link_whole check ((link is null) = (crisis_id is null)),
  constraint waits_in_turn check ((turn_at is null) = (waiting_since is null))
);
create trigger practice_ids before insert on conversations for each row when (new.practice) execute function practice_ids_are_negative();
create index conversations_in_turn on conversations (turn_at, id) where state = 'open' and assignee is null and turn_at is not null;
create index conversations_open on conversations (turn_at, id) where state = 'open';
create index conversations_of_person on conversations (assignee, turn_at) where assignee is not null and state in ('open', 'waiting', 'snoozed');
create index conversations_newest on conversations (last_at desc, id desc) where state <> 'merged';
create index conversations_of_account on conversations (account_id, last_at desc) where account_id is not null;
create index conversations_of_crisis on conversations (crisis_id, link, id) where crisis_id is not null;
create index conversations_by_address on conversations (address, last_at desc);
create index conversations_by_last on conversations (last_at) where link is null and state <> 'merged';
create index conversations_promised on conversations (promise_near_at) where state = 'open' and not promise_near;
create index conversations_snoozed on conversations (snoozed_until) where state = 'snoozed';
comment on table conversations is 'a customer writing to us; practice ones have negative ids';
comment on column conversations.address is 'who writes, normalised: an e-mail address, a handle, a phone number, or a token of a chat';
comment on column conversations.state is 'open: it is our turn; waiting: it is the customer''s turn';
comment on column conversations.waiting_since is 'since when a customer waits for our word; null: nobody waits';
comment on column conversations.reasons is 'what was read in it: safety, legal, vulnerable, deadline, asked-before, refund, cancel, wants-person …';
comment on column conversations.link is 'suggested: a person decides; linked: it hears what the crisis is answered; refused: somebody said that it is about something else';
comment on column conversations.link_by is 'leeward, or who decided';
comment on column conversations.told_of is 'the crisis that the customer was told it is about, with when the next word comes';
comment on column conversations.promise is 'first or next: our answer by then; crisis: the next word on the crisis by then, which was told to the customer';
comment on column conversations.promise_near_at is 'from when on the promise is near, and moves it forward in the queue';
comment on column conversations.turn_at is 'waiting_since less the minutes that its parts are worth: the oldest is next, so that nobody waits for ever';
comment on column conversations.parts is 'minutes by part: severity, tier, vulnerability, mood, urgency, still-broken, promise';
comment on column conversations.external is 'where it stands in a desk that the company keeps: system and id';

create table conversation_messages (
  id              bigint generated always as identity primary key,
  conversation_id bigint  not null references conversations (id),
  kind            text    not null check (kind in ('in', 'out', 'note')),
  at              timestamptz not null,
  author          text,
  text            text    not null,
  quoted          text    not null default '',
  html            text,
  message_id      text,
  refs            text[]  not null default '{}',
  inbound_mail_id bigint,
  answer_id       uuid,
  automatic       text check (automatic in ('acknowledgement', 'answer', 'restored', 'assistant', 'auto-reply', 'rebased')),
  mentions        text[]  not null default '{}',
  sender_note     text,
  external_id     text,
  words           tsvector generated always as (to_tsvector('simple', left(text, 100000))) stored
);
create index messages_of_conversation on conversation_messages (conversation_id, id);
create unique index messages_of_mail on conversation_messages (inbound_mail_id) where inbound_mail_id is not null;
create index messages_by_message_id on conversation_messages (message_id) where message_id is not null;
create index messages_by_refs on conversation_messages using gin (refs) where refs <> '{}';
create unique index messages_of_answer on conversation_messages (answer_id, conversation_id) where answer_id is not null;
create unique index messages_by_external on conversation_messages (external_id) where external_id is not null;
create index messages_by_words on conversation_messages using gin (words);
create index messages_mentioning on conversation_messages using gin (mentions) where mentions <> '{}';
comment on table conversation_messages is 'what was written: by the customer (in), to them (out), among us (note)';
comment on column conversation_messages.author is 'null: the customer; leeward: by itself; else who wrote it';
comment on column conversation_messages.refs is 'the Message-IDs that it answers, the nearest first; at most twenty';
comment on column conversation_messages.quoted is 'what a mail repeats of earlier ones, folded away';
comment on column conversation_messages.sender_note is 'what an agent must know of its sender: an address that looks like another';

create table conversation_files (
  id         bigint generated always as identity primary key,
  message_id bigint not null references conversation_messages (id),
  name       text   not null,
  type       text   not null,
  bytes      int    not null check (bytes >= 0),
  sha256     bytea  not null,
  content_id text,
  verdict    text   not null check (verdict in ('kept', 'refused')),
  why        text,
  content    bytea,
  constraint only_what_is_kept check ((verdict = 'kept') = (content is not null))
);
create index files_of_message on conversation_files (message_id);
comment on column conversation_files.content is 'null: refused; the mail as it came is still among the inbound mails';

-- What a reply is sent by: its own row, so that claiming never touches the texts. The ids begin where none of the others comes.
create table reply_deliveries (
  id           bigint generated always as identity (start with 700000000000000) primary key,
  message_id   bigint not null unique references conversation_messages (id),
  practice     boolean not null,
  channel      text   not null check (channel in ('email')),
  destination  text   not null,
  priority     smallint not null default 1,
  state        delivery_state not null default 'planned',
  attempts     smallint not null default 0,
  provider     text,
  reference    text,
  answer       text,
  reason       text,
  due_at       timestamptz,
  leased_until timestamptz,
  leased_by    text,
  planned_at   timestamptz not null,
  sent_at      timestamptz,
  changed_at   timestamptz not null,
  resent       boolean not null default false,
  answer_id    uuid,
  constraint practice_by_id check (answer_id is null or practice = (answer_id >= '80000000-0000-0000-0000-000000000000'))
);
create index replies_to_claim on reply_deliveries (channel, practice, priority, id) where state = 'planned';
create index replies_in_hand on reply_deliveries (channel, leased_until) where state in ('queued', 'sending');
create index replies_deferred on reply_deliveries (channel, due_at) where state = 'deferred';
create index replies_of_answer on reply_deliveries (answer_id, state) where answer_id is not null;
create index replies_to_destination on reply_deliveries (destination, channel);
comment on table reply_deliveries is 'one reply to one customer: marked as sending before the call, never sent twice by itself';
comment on column reply_deliveries.priority is '1: a person wrote it to one customer; 5: an answer for many';

create table conversation_acts (
  id              bigint generated always as identity primary key,
  conversation_id bigint not null references conversations (id),
  kind            text   not null,
  at              timestamptz not null,
  by              text   not null,
  data            jsonb  not null default '{}',
  undone_at       timestamptz,
  undone_by       text
);
create index acts_of_conversation on conversation_acts (conversation_id, id);
comment on table conversation_acts is 'what was done with a conversation, and what it takes to undo it';

create table conversation_editors (
  conversation_id bigint not null references conversations (id),
  editor          text not null,
  person          text not null,
  writing         boolean not null default false,
  opened_at       timestamptz not null,
  seen_at         timestamptz not null,
  primary key (conversation_id, editor)
);
comment on table conversation_editors is 'who has a conversation open now, and who writes in it';

-- One answer for all who are linked to a crisis. What was sealed is what is sent; who links later gets the newest once.
create table answers (
  id         uuid primary key,
  crisis_id  uuid not null references crises (id),
  practice   boolean not null,
  kind       text not null check (kind in ('answer', 'restored')),
  state      text not null check (state in ('waiting', 'sending', 'sent', 'ended', 'withdrawn')),
  texts      jsonb not null,
  hold       text[] not null default '{}',
  late       boolean not null default true,
  author     text not null,
  agreed_by  text,
  update_id  uuid,
  written_at timestamptz not null,
  sent_at    timestamptz,
  ended_at   timestamptz,
  told       boolean not null default false,
  seal       bytea not null,
  constraint practice_by_id check (practice = (id >= '80000000-0000-0000-0000-000000000000') and practice = (crisis_id >= '80000000-0000-0000-0000-000000000000'))
);
create index answers_of_crisis on answers (crisis_id, written_at desc);
create index answers_in_force on answers (crisis_id) where state in ('sending', 'sent');
create unique index answers_of_update on answers (update_id) where update_id is not null and kind = 'restored';
comment on column answers.state is 'waiting: somebody else must agree; sent: all who were there have it, who links later gets it too; ended: another took its place, or the crisis was closed';
comment on column answers.texts is 'by language, with variables';
comment on column answers.hold is 'who is not answered by it but by a person: angry, legal, safety, vulnerable, owner, still-broken, in-hand';
comment on column answers.late is 'who links later gets it too, once';
comment on column answers.told is 'it stands in the timeline of its crisis that everybody got it';
comment on column answers.update_id is 'the published update whose words it says';

create table answers_held (
  answer_id       uuid   not null references answers (id),
  conversation_id bigint not null references conversations (id),
  reasons         text[] not null,
  state           text   not null default 'held' check (state in ('held', 'sent', 'answered')),
  decided_by      text,
  decided_at      timestamptz,
  primary key (answer_id, conversation_id)
);
comment on table answers_held is 'who an answer for many was held back from, and why; a person answers them, or lets it go';

create table support_settings (
  only_one      boolean primary key default true check (only_one),
  weights       jsonb not null default '{}',
  targets       jsonb not null default '{}',
  hours         jsonb not null default '{}',
  acknowledge   boolean not null default true,
  link_itself_at real not null default 0.8 check (link_itself_at between 0 and 1),
  changed_at    timestamptz,
  changed_by    text
);
insert into support_settings default values;
comment on table support_settings is 'what differs from the shipped table of weights, targets and hours';

alter table brands add column support_address text;
comment on column brands.support_address is 'where customers write to; null: the reply address, else the sender';

alter table inbound_mails add column conversed boolean not null default true;
alter table inbound_mails alter column conversed set default false;
create index inbound_mails_unconversed on inbound_mails (id) where not conversed;
comment on column inbound_mails.conversed is 'whether it was looked at as part of a conversation';
