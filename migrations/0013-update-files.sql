-- Files that go out with an update: attached to its mails, and to be had at the status page.
create table update_files (
  update_id     uuid not null references updates (id),
  position      smallint not null,
  attachment_id uuid not null references attachments (id),
  primary key (update_id, position),
  unique (update_id, attachment_id)
);
create index update_files_of_attachment on update_files (attachment_id);
comment on table update_files is 'files of the crisis that customers get with an update';
