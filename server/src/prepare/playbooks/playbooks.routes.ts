// Playbooks: what is in force, how it is edited, what would happen.
import { diffLines } from 'diff'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { changesBetween } from './changes.ts'
import { callsAhead } from '../on-call/calls.view.ts'
import { checkPlaybook } from './check.ts'
import { knownHere, playbooksInForce } from './in-force.store.ts'
import { linesOf as numbered } from './lines.ts'
import { Playbook } from './playbook.ts'
import { PlaybookKey } from './playbook.contract.ts'
import {
  CheckedPlaybook,
  CheckPlaybook,
  PlaybookDiff,
  PlaybookPreview,
  PlaybookSummary,
  PreviewPlaybook,
  PutPlaybook,
  ResetPlaybook,
  SavedPlaybook,
  ShownPlaybook,
} from './playbooks.contract.ts'
import { putPlaybook, resetPlaybook, showPlaybook, summariesOf, versionOf } from './playbooks.store.ts'
import { rehearse, usualCourse } from './rehearse.ts'
import { playbookSchema } from './schema.ts'

const OfKey = z.object({ key: PlaybookKey })
const RevisionNumber = z.coerce.number().int().min(0).max(1_000_000)

export function playbookRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { shelf, clock } = deps

  app.get('/api/playbooks', { config: may('read'), schema: { operationId: 'listPlaybooks', response: { 200: z.array(PlaybookSummary) } } }, () =>
    summariesOf(deps),
  )
  app.get('/api/playbooks/schema.json', { config: may('read'), schema: { hide: true } }, (_, reply) => reply.send(playbookSchema))
  app.get(
    '/api/playbooks/:key',
    { config: may('read'), schema: { operationId: 'showPlaybook', params: OfKey, response: { 200: ShownPlaybook } } },
    ({ params }) => showPlaybook(deps, params.key),
  )
  app.get(
    '/api/playbooks/:key/versions/:revision',
    {
      config: may('read'),
      schema: { operationId: 'showPlaybookVersion', params: OfKey.extend({ revision: RevisionNumber }), response: { 200: z.object({ yaml: z.string() }) } },
    },
    ({ params }) => versionOf(deps, params.key, params.revision),
  )
  app.get(
    '/api/playbooks/:key/difference',
    {
      config: may('read'),
      schema: {
        operationId: 'diffPlaybook',
        params: OfKey,
        querystring: z.object({ from: RevisionNumber, to: RevisionNumber }),
        response: { 200: PlaybookDiff },
      },
    },
    async ({ params: { key }, query: { from, to } }) => {
      const [before, after] = [await versionOf(deps, key, from), await versionOf(deps, key, to)]
      return { from, to, lines: linesOf(before.yaml, after.yaml), changes: changesOf(before.body, after.body) }
    },
  )
  app.post(
    '/api/playbooks/check',
    { config: may('read'), schema: { operationId: 'checkPlaybook', body: CheckPlaybook, response: { 200: CheckedPlaybook } } },
    async ({ body }) => {
      const { value, problems } = checkPlaybook(body.yaml, await knownHere(deps))
      return { problems, key: value?.playbook ?? null }
    },
  )
  app.post(
    '/api/playbooks/:key/comparison',
    { config: may('read'), schema: { operationId: 'comparePlaybook', params: OfKey, body: CheckPlaybook, response: { 200: PlaybookDiff } } },
    async ({ params: { key }, body }) => {
      const found = (await playbooksInForce(deps)).find((each) => each.playbook.playbook === key)
      const { value } = checkPlaybook(body.yaml, await knownHere(deps))
      const revision = found?.revision ?? 0
      return { from: revision, to: revision + 1, lines: linesOf(found?.yaml ?? '', body.yaml), changes: found ? changesOf(found.playbook, value) : [] }
    },
  )
  app.put(
    '/api/playbooks/:key',
    { config: may('playbook'), schema: { operationId: 'putPlaybook', params: OfKey, body: PutPlaybook, response: { 200: SavedPlaybook } } },
    async (request) => {
      const { key } = request.params
      return { key, revision: await putPlaybook(deps, { ...request.body, key, by: asker(request).id, now: clock() }) }
    },
  )
  app.post(
    '/api/playbooks/:key/reset',
    { config: may('playbook'), schema: { operationId: 'resetPlaybook', params: OfKey, body: ResetPlaybook, response: { 200: SavedPlaybook } } },
    async (request) => {
      const { key } = request.params
      return { key, revision: await resetPlaybook(deps, { ...request.body, key, by: asker(request).id, now: clock() }) }
    },
  )
  app.post(
    '/api/playbooks/:key/preview',
    { config: may('read'), schema: { operationId: 'previewPlaybook', params: OfKey, body: PreviewPlaybook, response: { 200: PlaybookPreview } } },
    async ({ params: { key }, body }) => {
      const playbook =
        body.yaml === undefined ? (await playbooksInForce(deps)).find((each) => each.playbook.playbook === key)?.playbook : await readOrRefuse(body.yaml)
      if (!playbook) throw new Refused('not-found', 'There is no such playbook.')
      const severity = body.severity as 1 | 2 | 3 | 4
      const startAt = body.startAt ?? clock()
      const escalation = body.escalation ?? (await callsAhead(deps.db, { severity, kind: playbook.kinds[0] as string }, startAt))
      const restoredAfterMinutes = body.restoredAfterMinutes ?? usualCourse(playbook, severity)
      return {
        severity,
        startAt,
        restoredAt: new Date(startAt.getTime() + restoredAfterMinutes * 60_000),
        entries: rehearse(playbook, { severity, startAt, restoredAfterMinutes, escalation, obligations: shelf.obligations }),
      }
    },
  )

  async function readOrRefuse(yaml: string): Promise<Playbook> {
    const { value, problems } = checkPlaybook(yaml, await knownHere(deps))
    if (!value) throw new Refused('not-valid', `Line ${problems[0]?.line}: ${problems[0]?.message}. Mend the problems first.`)
    return value
  }
}

/** What changed in words; an old version that this Leeward cannot read any more has only its lines. */
function changesOf(before: unknown, after: unknown): string[] {
  const [one, other] = [Playbook.safeParse(before), Playbook.safeParse(after)]
  return one.success && other.success ? changesBetween(one.data, other.data) : []
}

const linesOf = (before: string, after: string) => numbered(diffLines(before, after))
