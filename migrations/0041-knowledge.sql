-- Knowledge: articles with their versions and languages, what of them is found, what readers said of them, and workarounds of crises among them while they hold.

create table articles (
  id           uuid primary key,
  slug         text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,79}$'),
  brand_id     uuid references brands (id),
  open         boolean not null,
  state        text not null default 'draft' check (state in ('draft', 'published', 'retired')),
  tags         text[] not null default '{}',
  revision     int  not null default 1,
  made_by      text not null,
  made_at      timestamptz not null,
  changed_by   text not null,
  changed_at   timestamptz not null,
  published_at timestamptz,
  retired_at   timestamptz
);
create index articles_newest on articles (changed_at desc, id);
create index articles_of_brand on articles (brand_id, state);
comment on column articles.brand_id is 'null: of all brands';
comment on column articles.open is 'customers may read it; false: internal';
comment on column articles.revision is 'of brand, readers, tags, services and state; its texts have revisions of their own';
comment on column articles.published_at is 'for the first time';

create table article_services (
  article_id uuid not null references articles (id),
  service_id uuid not null references services (id),
  primary key (article_id, service_id)
);
create index article_services_by_service on article_services (service_id);

create table article_texts (
  article_id uuid not null references articles (id),
  locale     text not null,
  revision   int  not null check (revision > 0),
  title      text not null,
  body       text not null,
  html       text not null,
  put_back   int,
  author     text not null,
  written_at timestamptz not null,
  primary key (article_id, locale, revision)
);
comment on table article_texts is 'every version of every language, as it was written; never changed';
comment on column article_texts.body is 'Markdown; html is what it was rendered to on the way in';
comment on column article_texts.put_back is 'the revision whose words these are again';
create function article_texts_never_change() returns trigger language plpgsql as $$
begin raise exception 'A version of an article is never changed: write a newer one.'; end $$;
create trigger article_texts_immutable before update or delete on article_texts for each statement execute function article_texts_never_change();

create table article_languages (
  article_id   uuid not null references articles (id),
  locale       text not null,
  newest       int  not null,
  published    int,
  published_by text,
  published_at timestamptz,
  primary key (article_id, locale),
  foreign key (article_id, locale, newest) references article_texts (article_id, locale, revision),
  foreign key (article_id, locale, published) references article_texts (article_id, locale, revision)
);
comment on column article_languages.published is 'the revision that readers see; null: none yet';

-- Trigrams of our own, and no extension's: those of pg_trgm are of what the database takes for letters, which in the C locale (ours) is ASCII alone.
create function word_grams(word text) returns text[] language sql immutable parallel safe as $$
  select array_agg(distinct substr('  ' || word || ' ', n, 3)) from generate_series(1, length(word) + 1) n
$$;

create table knowledge_texts (
  id            bigint generated always as identity primary key,
  article_id    uuid references articles (id),
  workaround_id uuid references workarounds (id),
  crisis_id     uuid,
  practice      boolean not null default false,
  brand_id      uuid references brands (id),
  open          boolean not null,
  live          boolean not null,
  newest        boolean not null,
  services      uuid[] not null default '{}',
  locale        text not null,
  stemmer       text not null,
  title         text not null,
  plain         text not null,
  titles        tsvector not null,
  words         tsvector not null,
  constraint practice_by_id check (practice = (crisis_id is not null and crisis_id >= '80000000-0000-0000-0000-000000000000')),
  check ((article_id is null) = (workaround_id is not null) and (workaround_id is null) = (crisis_id is null)),
  foreign key (crisis_id, practice) references crises (id, practice)
);
create unique index knowledge_texts_of_article on knowledge_texts (article_id, locale, live) where article_id is not null;
create unique index knowledge_texts_of_workaround on knowledge_texts (workaround_id) where workaround_id is not null;
create index knowledge_texts_of_crisis on knowledge_texts (crisis_id) where crisis_id is not null;
create index knowledge_texts_by_stemmer on knowledge_texts (stemmer);
create index knowledge_texts_titles on knowledge_texts using gin (titles);
create index knowledge_texts_words on knowledge_texts using gin (words);
comment on table knowledge_texts is 'what is searched; follows articles and workarounds in the transaction that changes them';
comment on column knowledge_texts.live is 'readers find it; newest: writers do. One row is both where what is published is the newest';
comment on column knowledge_texts.stemmer is 'the text search configuration of its language; simple where there is none';
comment on column knowledge_texts.words is 'stems and words as they are written, titles before bodies; of scripts without spaces every two neighbouring characters';

create table knowledge_lexemes (
  stemmer text not null,
  lexeme  text not null,
  texts   int  not null,
  grams   text[] not null generated always as (word_grams(lexeme)) stored,
  primary key (stemmer, lexeme)
);
create index knowledge_lexemes_grams on knowledge_lexemes using gin (grams);
comment on table knowledge_lexemes is 'in how many texts that readers find each lexeme is: how rare it is, and what a mistyped word is near to. The empty one counts the texts';

create table article_days (
  article_id uuid not null references articles (id),
  day        date not null,
  views      int  not null,
  primary key (article_id, day)
);

create table article_votes (
  article_id uuid    not null references articles (id),
  voter      bytea   not null,
  side       text    not null check (side in ('customers', 'agents')),
  helpful    boolean not null,
  words      text,
  locale     text    not null,
  voted_at   timestamptz not null,
  primary key (article_id, voter)
);
create index article_votes_words on article_votes (article_id, voted_at desc) where words is not null;
comment on column article_votes.voter is 'a mark of whoever voted, from which nobody is found';
comment on column article_votes.words is 'with what belongs to a person taken out';

create table knowledge_misses (
  id         bigint generated always as identity primary key,
  brand_id   uuid references brands (id),
  side       text not null check (side in ('customers', 'agents')),
  locale     text not null,
  text       text not null,
  times      int  not null default 1,
  first_at   timestamptz not null,
  last_at    timestamptz not null,
  unique nulls not distinct (brand_id, side, locale, text)
);
create index knowledge_misses_newest on knowledge_misses (last_at desc, id desc);
-- Pages that an older Leeward rendered do not lead to the help: they are rendered once more at the start.
update artefacts set etag = 'outdated' where path = 'widget.js';

comment on table knowledge_misses is 'searches that found nothing, with what belongs to a person taken out; the newest thousand';
