// Saving a playbook, and what is shown of it.
import { sql } from 'kysely'
import { namesOf, type Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { policyInForce } from '../../remediate/policies/policies.store.ts'
import { offerWords } from '../templates/templates.store.ts'
import { checkPlaybook, problemLine } from './check.ts'
import { candidates, inForce, knownHere, type InForce, playbooksInForce, revisionsOf, type Revision, uncovered } from './in-force.store.ts'
import type { Playbook } from './playbook.ts'
import type { PlaybookSummary, PlaybookVersion } from './playbooks.contract.ts'

type Given = { key: string; revision: number; note: string; by: string; now: Date }

/**
 * Saves a new revision over the one it was made from; the same request again changes nothing. Refuses a text with problems (all are named), a save over
 * another's work, and one after which some kind of crisis would have no playbook.
 */
export async function putPlaybook(deps: Deps, given: Given & { yaml: string }): Promise<number> {
  const { value, problems } = checkPlaybook(given.yaml, await knownHere(deps))
  const rest = problems.length > 5 ? `\n… and ${problems.length - 5} more` : ''
  if (!value)
    throw new Refused(
      'not-valid',
      `${problems
        .slice(0, 5)
        .map((problem) => problemLine('line', problem).replace('line:', 'line '))
        .join('\n')}${rest}`,
    )
  if (value.playbook !== given.key)
    throw new Refused('not-valid', `The text is of the playbook ${value.playbook}, not of ${given.key}. A playbook keeps its name.`)
  return write(deps, given, given.yaml, value, false)
}

/** Back to the shipped file, as a new revision; from then on upgrades count again. */
export async function resetPlaybook(deps: Deps, given: Given): Promise<number> {
  const shipped = deps.shelf.shipped.find(({ playbook }) => playbook.playbook === given.key)
  if (!shipped) throw new Refused('not-found', 'Leeward ships no such playbook.')
  return write(deps, given, shipped.yaml, shipped.playbook, true)
}

async function write(deps: Deps, given: Given, yaml: string, body: Playbook, followsShipped: boolean): Promise<number> {
  const { db, shelf } = deps
  const { key, note, by, now, revision } = given
  return db.transaction().execute(async (tx) => {
    // One save at a time: what each of two leaves uncovered must be seen by the other.
    await sql`select pg_advisory_xact_lock(hashtext('playbooks'))`.execute(tx)
    const [newest] = await revisionsOf({ db: tx }, key)
    const shippedYaml = shelf.shipped.find(({ playbook }) => playbook.playbook === key)?.yaml ?? null
    const last = newest?.revision ?? 0
    if (last === revision + 1 && newest?.author === by && newest.yaml === yaml && newest.note === note && newest.followsShipped === followsShipped) return last
    if (last !== revision)
      throw new Refused(
        'changed-meanwhile',
        `Somebody saved revision ${last} meanwhile; yours is made from revision ${revision}. Look at the difference and save again.`,
      )
    const next: Revision = { playbook: key, revision: last + 1, yaml, body, shippedYaml, followsShipped, note, author: by, at: now }
    const all = await playbooksInForce({ db: tx, shelf })
    const others = all.filter((each) => each.playbook.playbook !== key)
    const bare = uncovered([...others, ...inForce(shelf, [next], await knownHere({ db: tx, shelf })).filter((each) => each.playbook.playbook === key)])
    if (bare.length > 0) throw new Refused('not-valid', `Then no playbook would cover ${bare.join(', ')}. Add the kind to another one first.`)
    await sql`
      insert into playbook_revisions (playbook, revision, yaml, body, shipped_yaml, follows_shipped, note, author, written_at)
      values (${key}, ${next.revision}, ${yaml}, ${JSON.stringify(body)}::jsonb, ${shippedYaml}, ${followsShipped}, ${note}, ${by}, ${now})`.execute(tx)
    // Other words for customers are used when another person has approved them, whatever else the plan says.
    if (!followsShipped)
      await offerWords(tx, key, body.templates, wordsBefore(newest) ?? shelf.shipped.find(({ playbook }) => playbook.playbook === key)?.playbook.templates, {
        note,
        by,
        now,
      })
    return next.revision
  })
}

/** The words of the last save; of one that went back to the shipped file, those count. */
const wordsBefore = (newest: Revision | undefined) => (newest && !newest.followsShipped ? (newest.body as Partial<Playbook>).templates : undefined)

export async function summariesOf(deps: Deps): Promise<PlaybookSummary[]> {
  const all = await playbooksInForce(deps)
  const person = await namesOf(
    deps,
    all.map((each) => each.changed?.by),
  )
  return all.map((each) => summaryOf(each, all, person))
}

export async function showPlaybook(deps: Deps, key: string) {
  const all = await playbooksInForce(deps)
  const found = all.find((each) => each.playbook.playbook === key)
  if (!found) throw new Refused('not-found', 'There is no such playbook.')
  const revisions = await revisionsOf(deps, key)
  const person = await namesOf(
    deps,
    revisions.map((row) => row.author),
  )
  const started = new Set(found.playbook.regulatory.flatMap((question) => question.starts))
  return {
    summary: summaryOf(found, all, person),
    yaml: found.setAside ? (revisions[0]?.yaml ?? found.yaml) : found.yaml,
    playbook: found.playbook,
    shippedYaml: deps.shelf.shipped.find(({ playbook }) => playbook.playbook === key)?.yaml ?? null,
    versions: revisions.map(
      ({ revision, at, author, note, followsShipped }): PlaybookVersion => ({ revision, at: at.toISOString(), by: person(author), note, followsShipped }),
    ),
    obligations: deps.shelf.obligations.filter((each) => started.has(each.key)),
    remedies: (await policyInForce(deps, found.playbook.remedies)).rules.map(({ severity, tiers, sentence }) => ({
      severity: severity ?? null,
      tiers: tiers ?? null,
      sentence,
    })),
  }
}

/** The text and body of a revision; 0 is the shipped file of today. */
export async function versionOf(deps: Deps, key: string, revision: number): Promise<{ yaml: string; body: unknown }> {
  if (revision === 0) {
    const shipped = deps.shelf.shipped.find(({ playbook }) => playbook.playbook === key)
    if (!shipped) throw new Refused('not-found', 'Leeward ships no such playbook.')
    return { yaml: shipped.yaml, body: shipped.playbook }
  }
  const found = (await revisionsOf(deps, key)).find((row) => row.revision === revision)
  if (!found) throw new Refused('not-found', 'There is no such version.')
  return found
}

function summaryOf(each: InForce, all: InForce[], person: (id: string) => { id: string; name: string }): PlaybookSummary {
  const { playbook, origin, revision, shippedChanged, setAside } = each
  return {
    key: playbook.playbook,
    title: playbook.title,
    about: playbook.about,
    version: playbook.version,
    kinds: playbook.kinds,
    usedFor: playbook.kinds.filter((kind) => candidates(all, kind)[0]?.playbook.playbook === playbook.playbook),
    origin,
    revision,
    changed: each.changed && { at: each.changed.at.toISOString(), by: person(each.changed.by), note: each.changed.note },
    shippedChanged,
    setAside,
    questions: playbook.severity.questions,
    tasks: playbook.tasks.length,
    regulated: playbook.regulatory.length > 0,
  }
}
