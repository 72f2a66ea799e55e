// The company's brands, and the people who may sign in.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { privateLink } from '../../communicate/status-page/private.links.ts'
import { reservedSlugs } from '../../communicate/status-page/home.ts'
import { frameLanguages } from '../../communicate/frame/strings.ts'
import { renderBrand } from '../../communicate/status-page/render.ts'
import { type Auth, createPerson, generatedPassword } from '../../platform/auth/auth.ts'
import { groups, isGroup } from '../../platform/auth/permissions.ts'
import { Empty, Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { BrandView, PageDomain } from './people.contract.ts'

const GroupName = z.enum(Object.keys(groups) as [keyof typeof groups])
const PersonView = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  groups: z.array(z.string()),
  permissions: z.array(z.string()).describe('what these groups may do'),
})
const PutBrand = z.object({
  name: Line(120),
  sender: z.email('must be an e-mail address that your mail server may send from'),
  senderName: Line(120).optional(),
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/)
    .default('en'),
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as Europe/Berlin').default('Etc/UTC'),
  languages: z
    .array(z.enum(frameLanguages as [string, ...string[]]))
    .max(20)
    .default(frameLanguages)
    .describe('of the status page, beside the brand’s own'),
  domain: PageDomain.nullable().optional().describe('a name of its own for the status page, which leads to the status host; left out: as it is'),
  private: z.boolean().optional().describe('the status page is read through signed links alone; left out: as it is'),
})

export function peopleRoutes(server: App, { db, clock, config, key }: Deps, auth: Auth) {
  const app = typed(server)

  app.get('/api/people', { config: may('read'), schema: { response: { 200: z.array(PersonView) } } }, async () => {
    const { rows } = await sql<Omit<z.output<typeof PersonView>, 'permissions'>>`
      select u.id, u.name, u.email, coalesce(array_agg(g.group_name order by g.group_name) filter (where g.group_name is not null), '{}') as groups
        from auth_user u left join user_groups g on g.user_id = u.id group by u.id order by u.name`.execute(db)
    return rows.map((person) => ({
      ...person,
      permissions: [...new Set(person.groups.filter(isGroup).flatMap((group) => groups[group] as readonly string[]))],
    }))
  })

  /** The password is answered once; the person may be given another with `leeward password`. */
  app.post(
    '/api/people',
    {
      config: may('settings'),
      schema: {
        body: z.object({ name: Line(120), email: z.email(), groups: z.array(GroupName).min(1) }),
        response: { 201: z.object({ id: z.string(), password: z.string() }) },
      },
    },
    async ({ body }, reply) => {
      const password = generatedPassword()
      const id = await createPerson(db, auth, { ...body, groups: [...new Set(body.groups)], password }).catch((error: { code?: string }) => {
        throw error.code === '23505' ? new Refused('already-done', 'Somebody with this e-mail address may already sign in.') : error
      })
      return reply.code(201).send({ id, password })
    },
  )

  app.get('/api/brands', { config: may('read'), schema: { response: { 200: z.array(BrandView) } } }, async () => {
    const { rows } = await sql<BrandView>`
      select slug, name, sender, sender_name as "senderName", locale, time_zone as "timeZone", languages, domain, private from brands order by created_at`.execute(
      db,
    )
    return rows
  })

  app.post(
    '/api/brands/:slug/private-link',
    {
      config: may('call'),
      schema: {
        operationId: 'linkPrivatePage',
        params: z.object({ slug: z.string().max(40) }),
        body: Empty,
        response: { 200: z.object({ url: z.string(), expiresAt: z.date() }) },
      },
    },
    async ({ params }) => {
      const { rows } = await sql`select 1 from brands where slug = ${params.slug}`.execute(db)
      if (rows.length === 0) throw new Refused('not-found', 'There is no such brand.')
      return privateLink({ key, clock, config }, params.slug)
    },
  )

  app.put(
    '/api/brands/:slug',
    {
      config: may('settings'),
      schema: {
        params: z.object({
          slug: z
            .string()
            .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'must be lower-case letters, digits and dashes')
            .refine((slug) => !reservedSlugs.includes(slug), 'is a place of its own beside the status pages: take another word'),
        }),
        body: PutBrand,
        response: { 200: BrandView },
      },
    },
    async ({ params, body }) => {
      const senderName = body.senderName ?? body.name
      const kept = await db.transaction().execute(async (tx) => {
        const {
          rows: [brand],
        } = await sql<{ id: string; domain: string | null; private: boolean }>`
          insert into brands (id, slug, name, sender, sender_name, locale, time_zone, languages, domain, private, created_at)
          values (${newId(clock())}, ${params.slug}, ${body.name}, ${body.sender}, ${senderName}, ${body.locale}, ${body.timeZone}, ${body.languages}, ${body.domain ?? null}, ${body.private ?? false}, ${clock()})
          on conflict (slug) do update set name = excluded.name, sender = excluded.sender, sender_name = excluded.sender_name, locale = excluded.locale, time_zone = excluded.time_zone, languages = excluded.languages, private = case when ${body.private === undefined}::boolean then brands.private else excluded.private end, domain = case when ${body.domain === undefined}::boolean then brands.domain else excluded.domain end returning id, domain, private`.execute(
          tx,
        )
        if (brand) await renderBrand(tx, brand.id, clock(), config.statusUrl)
        return { domain: brand?.domain ?? null, private: brand?.private ?? false }
      })
      return { slug: params.slug, ...body, senderName, ...kept }
    },
  )
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
