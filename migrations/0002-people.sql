-- Who may sign in, and what they may do. The first four tables are the sign-in library's own.
create table auth_user (
  id text primary key, name text not null, email text not null unique, "emailVerified" boolean not null default false,
  image text, "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create table auth_session (
  id text primary key, "expiresAt" timestamptz not null, token text not null unique,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now(),
  "ipAddress" text, "userAgent" text, "userId" text not null references auth_user (id) on delete cascade
);
create index on auth_session ("userId");
create table auth_credential (
  id text primary key, "accountId" text not null, "providerId" text not null,
  "userId" text not null references auth_user (id) on delete cascade,
  "accessToken" text, "refreshToken" text, "idToken" text,
  "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text, password text,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index on auth_credential ("userId");
create table auth_verification (
  id text primary key, identifier text not null, value text not null, "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default now(), "updatedAt" timestamptz not null default now()
);
create index on auth_verification (identifier);

create table user_groups (
  user_id    text not null references auth_user (id) on delete cascade,
  group_name text not null,
  primary key (user_id, group_name)
);

create table api_keys (
  id          uuid primary key,
  name        text not null,
  hash        bytea not null unique,
  group_name  text not null,
  created_at  timestamptz not null,
  last_used_at timestamptz,
  revoked_at  timestamptz
);
comment on column api_keys.hash is 'SHA-256 of the key; the key itself is shown once and stored nowhere';
