// Somebody who was paged answers: who may lead takes command, unless somebody leads already; who may not is told so, and the paging goes on.
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { type Group, groups } from '../../platform/auth/permissions.ts'
import { Refused } from '../../platform/refused.ts'
import type { PageAnswer } from './pages.contract.ts'
import type { Reason } from './pages.plan.ts'

type Found = { id: string; crisisId: string | null; person: string; reason: Reason; methodId: string | null }

/** @param methodId of a test page: the contact method whose link was used, which is thereby proven to reach its person */
export async function acknowledgePage(deps: Deps, pageId: string, person: string, methodId?: string): Promise<PageAnswer> {
  const { db, clock } = deps
  const {
    rows: [page],
  } = await sql<Found>`
    select id, crisis_id as "crisisId", person, reason, method_id as "methodId" from pages where id = ${pageId} and person = ${person}`.execute(db)
  if (!page) throw new Refused('not-found', 'There is no such page for you.')
  const now = page.crisisId ? await crisisNow(deps, page.crisisId) : clock()
  const seen = async (tx: Deps['db']) => {
    await sql`update pages set acknowledged_at = coalesce(acknowledged_at, ${now}) where id = ${page.id}`.execute(tx)
  }
  if (page.reason === 'test') {
    await seen(db)
    if (methodId !== undefined && methodId === page.methodId)
      await sql`update contact_methods set verified_at = coalesce(verified_at, ${clock()}) where id = ${methodId} and person = ${person}`.execute(db)
    return { outcome: methodId ? 'proven' : 'seen', leader: null }
  }
  if (page.reason !== 'escalation' || !page.crisisId) {
    await seen(db)
    return { outcome: 'seen', leader: null }
  }
  const crisisId = page.crisisId
  const { status: before } = await leadOf(deps, crisisId)
  const takes = before === 'declared' && (await mayLead(deps, person))
  if (!takes) await seen(db)
  else
    await deps.engine
      .tell(`crisis/${crisisId}`, { type: 'TakeCommand', by: person, unlessLed: true, now }, { actor: person, crisisId, with: seen })
      .catch((error: Error) => {
        // It was closed in the same moment: there is nothing to lead any more.
        if (!(error instanceof Refused)) throw error
      })
  const { status, commander, name } = await leadOf(deps, crisisId)
  if (status === 'restored' || status === 'closed') return { outcome: 'over', leader: null }
  if (status === 'declared') return { outcome: 'may-not-lead', leader: null }
  return commander === person ? { outcome: 'leads', leader: name } : { outcome: 'led', leader: name }
}

async function leadOf({ db }: Deps, crisisId: string) {
  const { rows } = await sql<{ status: string; commander: string | null; name: string | null }>`
    select c.status, c.commander, u.name from crises c left join auth_user u on u.id = c.commander where c.id = ${crisisId}`.execute(db)
  return rows[0] ?? { status: 'closed', commander: null, name: null }
}

/** The groups whose people may take command. */
const leadingGroups = (Object.keys(groups) as Group[]).filter((group) => (groups[group] as readonly string[]).includes('command'))

/** Whether a person may take command, inside a select. */
export const mayLeadSql = (person: ReturnType<typeof sql>) =>
  sql<boolean>`exists (select from user_groups g where g.user_id = ${person} and g.group_name = any (${leadingGroups}::text[]))`

const mayLead = async ({ db }: Deps, person: string): Promise<boolean> =>
  (await sql<{ may: boolean }>`select ${mayLeadSql(sql`${person}`)} as may`.execute(db)).rows[0]?.may ?? false
