// Which playbook counts: the newest revision that was saved here, else the shipped file. Read from the database each time, so that no node declares by an old one.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'
import { type Known, unknownNames } from './check.ts'
import { noSuch } from './nearest.ts'
import { Playbook } from './playbook.ts'
import type { Shelf } from './shelf.ts'

export type InForce = {
  playbook: Playbook
  yaml: string
  /** shipped: as it came. edited: ours over a shipped one. own: only here. */
  origin: 'shipped' | 'edited' | 'own'
  /** 0 where nothing was ever saved here. */
  revision: number
  changed: { at: Date; by: string; note: string } | null
  /** The shipped file is another one than when ours was written: an upgrade brought changes that nobody has looked at. */
  shippedChanged: boolean
  /** What was saved no longer fits this version of Leeward; the shipped one counts meanwhile, and an own one is not used. */
  setAside: boolean
}

export type Revision = {
  playbook: string
  revision: number
  yaml: string
  body: unknown
  shippedYaml: string | null
  followsShipped: boolean
  note: string
  author: string
  at: Date
}

const columns = sql`playbook, revision, yaml, body, shipped_yaml as "shippedYaml", follows_shipped as "followsShipped", note, author, written_at as at`

export const revisionsOf = async ({ db }: Pick<Deps, 'db'>, key: string): Promise<Revision[]> =>
  (await sql<Revision>`select ${columns} from playbook_revisions where playbook = ${key} order by revision desc`.execute(db)).rows

/** Every playbook there is, the shipped ones first, in the order of their names. */
export async function playbooksInForce({ db, shelf }: Pick<Deps, 'db' | 'shelf'>): Promise<InForce[]> {
  const { rows } = await sql<Revision>`select distinct on (playbook) ${columns} from playbook_revisions order by playbook, revision desc`.execute(db)
  return inForce(shelf, rows, await knownHere({ db, shelf }))
}

/** What a playbook may name: what ships, and remedy policies that were added here. */
export async function knownHere({ db, shelf }: Pick<Deps, 'db' | 'shelf'>): Promise<Known> {
  const { rows } = await sql<{ name: string }>`
    select jsonb_object_keys(body->'policies') as name from (select body from remedy_policy_revisions order by revision desc limit 1) newest`.execute(db)
  return { ...shelf.known, policies: [...new Set([...shelf.known.policies, ...rows.map(({ name }) => name)])] }
}

/** The same from newest revisions in hand. */
export function inForce(shelf: Shelf, newest: Revision[], known: Known = shelf.known): InForce[] {
  const saved = new Map(newest.map((row) => [row.playbook, row]))
  const shipped = shelf.shipped.map(({ playbook, yaml }): InForce => {
    const row = saved.get(playbook.playbook)
    const base: InForce = {
      playbook,
      yaml,
      origin: 'shipped',
      revision: row?.revision ?? 0,
      changed: row ? changeOf(row) : null,
      shippedChanged: false,
      setAside: false,
    }
    if (!row || row.followsShipped) return base
    const body = readable(known, row)
    const edited = { ...base, origin: 'edited' as const, shippedChanged: row.shippedYaml !== yaml }
    return body ? { ...edited, playbook: body, yaml: row.yaml } : { ...edited, setAside: true }
  })
  const own = newest
    .filter((row) => !shelf.shipped.some(({ playbook }) => playbook.playbook === row.playbook))
    .map((row): InForce => {
      const body = readable(known, row)
      const { yaml, revision } = row
      return { playbook: body ?? (row.body as Playbook), yaml, origin: 'own', revision, changed: changeOf(row), shippedChanged: false, setAside: !body }
    })
  return [...shipped, ...own]
}

const changeOf = ({ at, author, note }: Revision) => ({ at, by: author, note })

/** What was saved, with the defaults of this version; undefined where it no longer fits. */
function readable(known: Known, { body }: Revision): Playbook | undefined {
  const parsed = Playbook.safeParse(body)
  return parsed.success && unknownNames(parsed.data, known).length === 0 ? parsed.data : undefined
}

const rank = { own: 0, edited: 1, shipped: 2 } as const

/** Those that may be used for a kind, the one that is used by itself first: the installation's own before the shipped. */
export const candidates = (all: InForce[], kind: string): InForce[] =>
  all
    .filter((each) => each.playbook.kinds.some((covered) => covered === kind) && !(each.setAside && each.origin === 'own'))
    .toSorted((one, other) => rank[one.origin] - rank[other.origin])

/** The playbook for a kind of crisis, or the one that was chosen. `revision` is 0 where the shipped file counts. */
export async function playbookFor(deps: Pick<Deps, 'db' | 'shelf'>, kind: string, chosen?: string): Promise<{ playbook: Playbook; revision: number }> {
  const all = await playbooksInForce(deps)
  const fitting = candidates(all, kind)
  const found = chosen === undefined ? fitting[0] : fitting.find((each) => each.playbook.playbook === chosen)
  if (!found && chosen !== undefined)
    throw new Refused(
      'not-valid',
      `For ${kind} ${noSuch(
        'playbook',
        chosen,
        fitting.map((each) => each.playbook.playbook),
      )}.`,
    )
  if (!found) throw new Refused('not-valid', `No playbook covers ${kind}. Add the kind to one.`)
  return { playbook: found.playbook, revision: found.origin === 'shipped' || found.setAside ? 0 : found.revision }
}

/** Kinds of crises that nobody has a plan for. */
export const uncovered = (all: InForce[]): string[] => crisisKinds.filter((kind) => candidates(all, kind).length === 0)
