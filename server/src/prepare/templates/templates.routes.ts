// Templates: what there is, how it is edited and approved, what it becomes.
import { diffLines } from 'diff'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Parts } from '../../communicate/updates/updates.contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { linesOf } from '../playbooks/lines.ts'
import { PlaybookDiff } from '../playbooks/playbooks.contract.ts'
import { looked } from './look.ts'
import {
  CheckedTemplate,
  CheckTemplate,
  OneVersion,
  PutTemplate,
  ResetTemplate,
  SavedTemplate,
  ShownTemplate,
  TemplateKey,
  TemplateSummary,
} from './templates.contract.ts'
import { approveTemplate, putTemplate, resetTemplate, versionsOf } from './templates.store.ts'
import { listTemplates, refuseUnknown, showTemplate } from './templates.view.ts'

const OfKey = TemplateKey.extend({ brand: z.string().max(40).optional() })
const keyOf = ({ brand, ...rest }: z.output<typeof OfKey>): TemplateKey => ({ ...rest, brand: brand || null })
const Revision = z.coerce.number().int().min(0).max(1_000_000)

export function templateRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { clock } = deps

  app.get('/api/templates', { config: may('read'), schema: { operationId: 'listTemplates', response: { 200: z.array(TemplateSummary) } } }, () =>
    listTemplates(deps),
  )
  app.get(
    '/api/templates/one',
    { config: may('read'), schema: { operationId: 'showTemplate', querystring: OfKey, response: { 200: ShownTemplate } } },
    ({ query }) => showTemplate(deps, keyOf(query)),
  )
  app.get(
    '/api/templates/difference',
    {
      config: may('read'),
      schema: { operationId: 'diffTemplate', querystring: OfKey.extend({ from: Revision, to: Revision }), response: { 200: PlaybookDiff } },
    },
    async ({ query: { from, to, ...query } }) => {
      const key = keyOf(query)
      const [before, after] = [await textOf(key, from), await textOf(key, to)]
      return { from, to, lines: linesOf(diffLines(asLines(before), asLines(after))), changes: changed(before, after) }
    },
  )
  app.post(
    '/api/templates/check',
    { config: may('read'), schema: { operationId: 'checkTemplate', body: CheckTemplate, response: { 200: CheckedTemplate } } },
    ({ body: { parts, ...key } }) => looked(deps, key, parts as Parts),
  )
  app.put(
    '/api/templates/one',
    { config: may('write-update'), schema: { operationId: 'putTemplate', body: PutTemplate, response: { 200: SavedTemplate } } },
    async (request) => {
      const { parts, note, revision, ...key } = request.body
      await refuseUnknown(deps, key)
      return { revision: await putTemplate(deps, key, parts as Parts, { note, revision, by: asker(request).id, now: clock() }), inForce: false }
    },
  )
  app.post(
    '/api/templates/approvals',
    { config: may('approve-update'), schema: { operationId: 'approveTemplate', body: OneVersion, response: { 200: SavedTemplate } } },
    async (request) => {
      const { revision, ...key } = request.body
      await approveTemplate(deps, key, { revision, by: personAsking(request).id, now: clock() })
      return { revision, inForce: true }
    },
  )
  app.post(
    '/api/templates/reset',
    { config: may('approve-update'), schema: { operationId: 'resetTemplate', body: ResetTemplate, response: { 200: SavedTemplate } } },
    async (request) => {
      const { note, revision, ...key } = request.body
      return { revision: await resetTemplate(deps, key, { note, revision, by: personAsking(request).id, now: clock() }), inForce: true }
    },
  )

  /** The words of a version; 0, and a way back, are what ships today. */
  async function textOf(key: TemplateKey, revision: number): Promise<Parts | null> {
    const found = revision === 0 ? undefined : (await versionsOf(deps.db, key)).find((row) => row.revision === revision)
    if (revision !== 0 && !found) throw new Refused('not-found', 'There is no such version.')
    return found?.parts ?? (await showTemplate(deps, key)).shipped
  }
}

/** In the order in which they are read, whatever the order in which they are kept. */
const asLines = (parts: Parts | null) =>
  (Object.keys(Parts.shape) as (keyof Parts)[])
    .flatMap((part) => (parts?.[part] === undefined ? [] : [[part, parts[part]] as const]))
    .map(([part, text]) => `${part}:\n${text.trim() === '' ? '' : `  ${text.replaceAll('\n', '\n  ')}\n`}`)
    .join('')

const changed = (before: Parts | null, after: Parts | null): string[] =>
  [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((part) => (before?.[part as keyof Parts] ?? '') !== (after?.[part as keyof Parts] ?? ''))
    .map((part) => `${part} ${before?.[part as keyof Parts] ? (after?.[part as keyof Parts] ? 'changed' : 'taken out') : 'added'}`)
