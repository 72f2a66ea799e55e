// What is shown of templates: a list with what is in force, and one with its versions.
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { playbooksInForce } from '../playbooks/in-force.store.ts'
import { approvedTemplates, nameOf, newestTemplates, type VersionRow, versionsOf } from './templates.store.ts'
import { type Approved, type Chosen, chooseExactly, type ShippedTemplate } from './in-force.ts'
import { everyPlaybook, type ShownTemplate, type TemplateKey, type TemplateOrigin, type TemplateSummary } from './templates.contract.ts'
import { variableNames, variables } from './variables.ts'

type Names = (id: string) => { id: string; name: string }
const same = (one: Omit<TemplateKey, 'brand'>, other: Omit<TemplateKey, 'brand'>) =>
  one.playbook === other.playbook && one.phase === other.phase && one.audience === other.audience && one.locale === other.locale

/** Every template that ships or was written here. */
export async function listTemplates(deps: Deps): Promise<TemplateSummary[]> {
  const [approved, newest] = await Promise.all([approvedTemplates(deps.db), newestTemplates(deps.db)])
  const names = await nameOf(deps, [...newest, ...approved])
  const keys: TemplateKey[] = [
    ...deps.shelf.templates.map(({ parts: _, ...key }) => ({ ...key, brand: null })),
    ...newest
      .filter((row) => row.brand !== null || !deps.shelf.templates.some((each) => same(each, row)))
      .map(({ playbook, phase, audience, locale, brand }) => ({ playbook, phase, audience, locale, brand })),
  ]
  return keys.map((key) => {
    const [last, approvedOne] = [newest, approved].map((rows) => (rows as (VersionRow & Approved)[]).find((row) => same(row, key) && row.brand === key.brand))
    const shipped = key.brand === null ? deps.shelf.templates.find((each) => same(each, key)) : undefined
    return summaryOf(key, { last, approved: approvedOne, shipped }, names)
  })
}

type Known = { last: VersionRow | undefined; approved: Approved | undefined; shipped: ShippedTemplate | undefined }

function summaryOf(key: TemplateKey, { last, approved, shipped }: Known, names: Names): TemplateSummary {
  const inForce = approved?.parts ?? shipped?.parts
  const waits = last && last.approvedBy === null
  return {
    ...key,
    title: (inForce ?? last?.parts)?.title ?? '',
    state: approved?.parts ? 'edited' : shipped ? 'shipped' : null,
    revision: last?.revision ?? 0,
    waiting: waits ? { revision: last.revision, by: names(last.author), at: last.writtenAt.toISOString(), note: last.note } : null,
    approved: approved?.parts ? { revision: approved.revision, by: names(approved.approvedBy), at: approved.approvedAt.toISOString() } : null,
  }
}

export async function showTemplate(deps: Deps, key: TemplateKey): Promise<ShownTemplate> {
  await refuseUnknown(deps, key)
  const [versions, approved] = await Promise.all([versionsOf(deps.db, key), approvedTemplates(deps.db, key)])
  const names = await nameOf(deps, versions)
  const shipped = key.brand === null ? deps.shelf.templates.find((each) => same(each, key)) : undefined
  const own = versions.find((row) => row.approvedBy !== null)
  const general = chooseExactly({ ...key, brandId: null, playbook: key.brand === null ? everyPlaybook : key.playbook }, approved, deps.shelf.templates)
  return {
    summary: summaryOf(key, { last: versions[0], approved: own as Approved | undefined, shipped }, names),
    inForce: own?.parts ?? shipped?.parts ?? null,
    shipped: shipped?.parts ?? null,
    general: general?.parts ?? chooseExactly({ ...key, brandId: null, locale: 'en' }, approved, deps.shelf.templates)?.parts ?? null,
    versions: versions.map(({ revision, parts, note, author, writtenAt, approvedBy, approvedAt }) => ({
      revision,
      parts,
      note,
      by: names(author),
      at: writtenAt.toISOString(),
      approvedBy: approvedBy === null ? null : names(approvedBy),
      approvedAt: approvedAt?.toISOString() ?? null,
      inForce: revision === own?.revision,
    })),
    variables: variableNames.map((name) => {
      const { type, example, meaning } = variables[name]
      return { name, type, example: Array.isArray(example) ? example.join(', ') : String(example), meaning }
    }),
  }
}

/** A template for a playbook that nobody knows would never be used. */
export async function refuseUnknown(deps: Deps, { playbook }: TemplateKey): Promise<void> {
  if (playbook === everyPlaybook) return
  if (!(await playbooksInForce(deps)).some((each) => each.playbook.playbook === playbook)) throw new Refused('not-found', 'There is no such playbook.')
}

/** From where the words of a suggestion are, and whether newer ones wait. */
export async function originOf(deps: Deps, { from }: Chosen): Promise<TemplateOrigin> {
  const { playbook, phase, audience, locale } = from
  if (!('revision' in from)) {
    const key = { playbook, phase, audience, locale, brand: null }
    const [newest] = await versionsOf(deps.db, key)
    return { ...key, revision: 0, writtenBy: null, approvedBy: null, approvedAt: null, waiting: newest !== undefined && newest.approvedBy === null }
  }
  const { revision, author, approvedBy, approvedAt, brandId } = from
  const names = await nameOf(deps, [from])
  const brand = brandId === null ? null : ((from as Approved & { brand?: string }).brand ?? null)
  const [newest] = await versionsOf(deps.db, { playbook, phase, audience, locale, brand })
  return {
    playbook,
    phase,
    audience,
    locale,
    brand,
    revision,
    writtenBy: names(author),
    approvedBy: names(approvedBy),
    approvedAt,
    waiting: newest !== undefined && newest.revision > revision && newest.approvedBy === null,
  }
}
