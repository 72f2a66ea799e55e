// Sign-in by the library better-auth; who somebody is, and the keys that programs use.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import type { Connection, Db } from '../database/connect.ts'
import { derivedKey } from '../secrets/seal.ts'
import { type Group, isGroup, type Principal } from './permissions.ts'

export type Auth = ReturnType<typeof createAuth>

/** Where the shell says who really asks; what a client writes in it (or in x-forwarded-for) counts for nothing. */
export const addressHeader = 'x-leeward-address'

export const createAuth = ({ pool }: Connection, key: Buffer, consoleUrl: string) =>
  betterAuth({
    appName: 'Leeward',
    baseURL: consoleUrl,
    basePath: '/api/auth',
    secret: derivedKey(key, 'sessions').toString('hex'),
    database: pool,
    trustedOrigins: [consoleUrl],
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12 },
    user: { modelName: 'auth_user' },
    session: { modelName: 'auth_session', expiresIn: 60 * 60 * 24 * 7 },
    account: { modelName: 'auth_credential' },
    verification: { modelName: 'auth_verification' },
    rateLimit: { enabled: true, window: 60, max: 300, customRules: { '/sign-in/email': { window: 60, max: 10 } } },
    advanced: { ipAddress: { ipAddressHeaders: [addressHeader] } },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

/** Who is asking: a person with a session, or a program with a key. */
export async function principalOf(db: Db, auth: Auth, headers: Headers, now: Date): Promise<Principal | undefined> {
  // Whoever sends a key is judged by the key, whatever cookie came along.
  const bearer = /^Bearer (.{1,200})$/i.exec(headers.get('authorization') ?? '')?.[1]
  if (bearer !== undefined) return keyHolder(db, bearer, now)
  if (!headers.get('cookie')) return undefined
  const session = await auth.api.getSession({ headers })
  if (!session) return undefined
  const { rows } = await sql<{ group_name: string }>`select group_name from user_groups where user_id = ${session.user.id}`.execute(db)
  return { id: session.user.id, name: session.user.name, kind: 'user', groups: rows.map((row) => row.group_name).filter(isGroup) }
}

async function keyHolder(db: Db, key: string, now: Date): Promise<Principal | undefined> {
  const { rows } = await sql<{ id: string; name: string; group_name: string }>`
    update api_keys set last_used_at = ${now} where hash = ${hashOf(key)} and revoked_at is null returning id, name, group_name`.execute(db)
  const found = rows[0]
  return found && isGroup(found.group_name) ? { id: `key:${found.id}`, name: found.name, kind: 'key', groups: [found.group_name] } : undefined
}

const hashOf = (key: string) => createHash('sha256').update(key).digest()

/** A new key for a program; it is returned once and stored nowhere. */
export async function createApiKey(db: Db, name: string, group: Group, now: Date): Promise<string> {
  const key = `lw_${randomBytes(24).toString('base64url')}`
  await sql`insert into api_keys (id, name, hash, group_name, created_at) values (${randomUUID()}, ${name}, ${hashOf(key)}, ${group}, ${now})`.execute(db)
  return key
}

/** A person who may sign in; the password is set where one is given, else they cannot sign in by password. */
export async function createPerson(db: Db, auth: Auth, person: { name: string; email: string; groups: Group[]; password?: string }): Promise<string> {
  const id = randomUUID()
  const hash = person.password ? await (await auth.$context).password.hash(person.password) : undefined
  await db.transaction().execute(async (tx) => {
    await sql`insert into auth_user (id, name, email, "emailVerified") values (${id}, ${person.name}, ${person.email.toLowerCase()}, true)`.execute(tx)
    if (hash)
      await sql`insert into auth_credential (id, "accountId", "providerId", "userId", password) values (${randomUUID()}, ${id}, 'credential', ${id}, ${hash})`.execute(
        tx,
      )
    for (const group of person.groups) await sql`insert into user_groups (user_id, group_name) values (${id}, ${group})`.execute(tx)
  })
  return id
}

export async function setPassword(db: Db, auth: Auth, email: string, password: string): Promise<boolean> {
  const hash = await (await auth.$context).password.hash(password)
  const { rows } = await sql<{ id: string }>`
    update auth_credential c set password = ${hash}, "updatedAt" = now() from auth_user u
     where u.id = c."userId" and u.email = ${email.toLowerCase()} and c."providerId" = 'credential' returning u.id`.execute(db)
  if (rows[0]) await sql`delete from auth_session where "userId" = ${rows[0].id}`.execute(db)
  return rows.length > 0
}

/** Readable, hard to guess: five groups of four, about 100 bits. */
export const generatedPassword = (): string => {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 5 }, () => Array.from(randomBytes(4), (byte) => letters[byte % letters.length]).join('')).join('-')
}
