// Which policies count: the newest revision that was saved here, else the shipped file. Read from the database each time, so that no node plans by an old one.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { checkRemedies, problemLine } from '../../prepare/playbooks/check.ts'
import { playbooksInForce } from '../../prepare/playbooks/in-force.store.ts'
import type { ShownPolicies } from './policies.contract.ts'
import { type PolicyInForce, RemedyPolicies } from './policy.ts'

type Reads = Pick<Deps, 'db' | 'shelf'>
type Revision = { revision: number; yaml: string; body: unknown; shippedYaml: string; followsShipped: boolean; note: string; author: string; at: Date }
type Given = { revision: number; note: string; by: string; now: Date }

const revisionsOf = async ({ db }: Pick<Deps, 'db'>, limit: number): Promise<Revision[]> =>
  (
    await sql<Revision>`
      select revision, yaml, body, shipped_yaml as "shippedYaml", follows_shipped as "followsShipped", note, author, written_at as at
        from remedy_policy_revisions order by revision desc limit ${limit}`.execute(db)
  ).rows

/** The file that counts. What was saved by an older version and no longer fits is set aside: the shipped one counts meanwhile. */
export async function policiesInForce(deps: Reads): Promise<RemedyPolicies> {
  return read(deps, (await revisionsOf(deps, 1))[0]).policies
}

function read({ shelf }: Pick<Deps, 'shelf'>, newest: Revision | undefined) {
  const shipped = { policies: shelf.remedies, yaml: shelf.remediesYaml, origin: 'shipped' as const, setAside: false }
  if (!newest || newest.followsShipped) return shipped
  const parsed = RemedyPolicies.safeParse(newest.body)
  const missing = Object.keys(shelf.remedies.policies).filter((name) => !parsed.data?.policies[name])
  return parsed.success && missing.length === 0
    ? { policies: parsed.data, yaml: newest.yaml, origin: 'edited' as const, setAside: false }
    : { ...shipped, origin: 'edited' as const, yaml: newest.yaml, setAside: true }
}

/** A policy by name, with the uptime tables of its file. Refused where there is none of that name. */
export async function policyInForce(deps: Reads, name: string): Promise<PolicyInForce> {
  const { slas, policies } = await policiesInForce(deps)
  const found = Object.hasOwn(policies, name) ? policies[name] : undefined
  if (!found) throw new Refused('not-valid', `No remedy policy is called ${name}; there are ${Object.keys(policies).join(', ')}.`)
  return { ...found, slas }
}

/** Saves a new revision over the one it was made from. Refused with all problems, over another's work, and where a playbook would lose its policy. */
export async function putPolicies(deps: Reads, given: Given & { yaml: string }): Promise<number> {
  const { value, problems } = checkRemedies(given.yaml)
  const lines = problems.slice(0, 5).map((problem) => problemLine('line', problem).replace('line:', 'line '))
  if (!value) throw new Refused('not-valid', [...lines, ...(problems.length > 5 ? [`… and ${problems.length - 5} more`] : [])].join('\n'))
  const names = Object.keys(value.policies)
  const used = (await playbooksInForce(deps)).find(({ playbook }) => !names.includes(playbook.remedies))
  if (used)
    throw new Refused(
      'not-valid',
      `The playbook ${used.playbook.playbook} uses the policy ${used.playbook.remedies}: keep it, or let the playbook use another one first.`,
    )
  const gone = Object.keys(deps.shelf.remedies.policies).find((name) => !names.includes(name))
  if (gone) throw new Refused('not-valid', `The policy ${gone} comes with Leeward and is used by the shipped playbooks: it can be changed, but not left out.`)
  return write(deps, given, { yaml: given.yaml, body: value, followsShipped: false })
}

/** Back to the shipped file, as a new revision; from then on upgrades count again. */
export const resetPolicies = (deps: Reads, given: Given): Promise<number> =>
  write(deps, given, { yaml: deps.shelf.remediesYaml, body: deps.shelf.remedies, followsShipped: true })

async function write(
  { db, shelf }: Reads,
  { revision, note, by, now }: Given,
  next: { yaml: string; body: RemedyPolicies; followsShipped: boolean },
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('remedy-policies'))`.execute(tx)
    const [newest] = await revisionsOf({ db: tx }, 1)
    const last = newest?.revision ?? 0
    if (last === revision + 1 && newest?.author === by && newest.yaml === next.yaml && newest.note === note && newest.followsShipped === next.followsShipped)
      return last
    if (last !== revision)
      throw new Refused(
        'changed-meanwhile',
        `Somebody saved revision ${last} meanwhile; yours is made from revision ${revision}. Look at the difference and save again.`,
      )
    await sql`
      insert into remedy_policy_revisions (revision, yaml, body, shipped_yaml, follows_shipped, note, author, written_at)
      values (${last + 1}, ${next.yaml}, ${JSON.stringify(next.body)}::jsonb, ${shelf.remediesYaml}, ${next.followsShipped}, ${note}, ${by}, ${now})`.execute(
      tx,
    )
    return last + 1
  })
}

export async function showPolicies(deps: Deps): Promise<ShownPolicies> {
  const revisions = await revisionsOf(deps, 200)
  const [newest] = revisions
  const current = read(deps, newest)
  const [playbooks, accounts, person] = await Promise.all([
    playbooksInForce(deps),
    sql<{ sla: string; accounts: number }>`select sla, count(*)::int as accounts from accounts where sla is not null and not practice group by 1`.execute(
      deps.db,
    ),
    namesOf(
      deps,
      revisions.map(({ author }) => author),
    ),
  ])
  const named = new Map(accounts.rows.map((row) => [row.sla, row.accounts]))
  return {
    yaml: current.yaml,
    revision: newest?.revision ?? 0,
    origin: current.origin,
    setAside: current.setAside,
    shippedChanged: current.origin === 'edited' && newest?.shippedYaml !== deps.shelf.remediesYaml,
    shippedYaml: deps.shelf.remediesYaml,
    policies: Object.entries(current.policies.policies).map(([name, { rules }]) => ({
      name,
      rules: rules.length,
      usedBy: playbooks.filter(({ playbook }) => playbook.remedies === name).map(({ playbook }) => playbook.title),
    })),
    slas: Object.keys(current.policies.slas).map((name) => ({ name, accounts: named.get(name) ?? 0 })),
    versions: revisions.map(({ revision, at, author, note, followsShipped }) => ({ revision, at: at.toISOString(), by: person(author), note, followsShipped })),
  }
}

/** The text of a revision; 0 is the shipped file of today. */
export async function policiesVersion(deps: Deps, revision: number): Promise<{ yaml: string }> {
  if (revision === 0) return { yaml: deps.shelf.remediesYaml }
  const { rows } = await sql<{ yaml: string }>`select yaml from remedy_policy_revisions where revision = ${revision}`.execute(deps.db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such version.')
  return rows[0]
}
