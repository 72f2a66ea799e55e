-- Files that go out with replies: uploaded first, and a message's own once it is written. What is never used is forgotten.
create table conversation_uploads (
  id              uuid   primary key,
  conversation_id bigint not null references conversations (id),
  person          text   not null,
  name            text   not null,
  type            text   not null,
  bytes           int    not null check (bytes > 0),
  sha256          bytea  not null,
  why             text,
  content         bytea  not null,
  uploaded_at     timestamptz not null
);
create index uploads_of_person on conversation_uploads (person, conversation_id);
create index uploads_by_age on conversation_uploads (uploaded_at);
comment on table conversation_uploads is 'files that somebody attached to a reply or a note that is not sent yet; then they stand in conversation_files';
comment on column conversation_uploads.why is 'kept, but odd: whoever sends it should know';

-- The button to the chat in the widget that stands on other pages.
alter table brands add column chat_button boolean not null default false;
comment on column brands.chat_button is 'whether the widget on other pages has a button that opens the chat';
