-- Pictures that readers see, with words for those who cannot see them; and of which services a contact wants to hear.
alter table update_files
  add column alt    text check (length(alt) between 3 and 300),
  add column type   text check (type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  add column width  integer check (width > 0),
  add column height integer check (height > 0),
  add constraint update_files_shown_whole check ((alt is null) = (type is null) and (alt is null) = (width is null) and (alt is null) = (height is null));
comment on column update_files.alt is 'what the picture shows, in words: with it, it is shown; without it, it is a download';
comment on column update_files.type is 'of a picture that is shown: found in its bytes, whatever it is called';

alter table contacts add column services uuid[] check (cardinality(services) > 0);
comment on column contacts.services is 'chosen by the reader: updates by mail and as texts of these services alone; null: of all';
