// Real incidents as they were told: read from a Statuspage incidents.json, or one a line as .jsonl or .jsonl.gz.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const Time = z.string().transform((text, context) => {
  const at = new Date(text)
  if (Number.isNaN(at.getTime())) context.addIssue({ code: 'custom', message: `is not a time: ${text.slice(0, 40)}` })
  return at
})
const Update = z.object({ at: Time, status: z.string().default('update'), body: z.string().default('') })
const Incident = z.object({
  provider: z.string().default('statuspage'),
  id: z.coerce.string(),
  title: z.string().default(''),
  impact: z.string().nullish(),
  components: z.array(z.string()).nullish(),
  started_at: Time.nullish(),
  resolved_at: Time.nullish(),
  updates: z.array(Update).min(1, 'has no update'),
})
export type Incident = z.output<typeof Incident>

const Statuspage = z.object({
  page: z.object({ name: z.string().optional(), id: z.string().optional() }).optional(),
  incidents: z.array(
    z.object({
      id: z.coerce.string(),
      name: z.string().default(''),
      impact: z.string().nullish(),
      started_at: z.string().nullish(),
      created_at: z.string(),
      updated_at: z.string().nullish(),
      resolved_at: z.string().nullish(),
      components: z.array(z.object({ name: z.string() })).nullish(),
      incident_updates: z.array(
        z.object({ status: z.string().default('update'), body: z.string().nullish(), display_at: z.string().nullish(), created_at: z.string() }),
      ),
    }),
  ),
})

/** Every incident of the file; each error names its line (or its place in the list) and what is wrong. */
export function readIncidents(file: string): Incident[] {
  const bytes = readFileSync(file)
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8').replace(/^\uFEFF/, '')
  const whole = parsed(text)
  if (whole !== undefined && (Array.isArray(whole) || 'incidents' in (whole as object)))
    return fromStatuspage(Array.isArray(whole) ? { incidents: whole } : whole)
  const lines = text
    .split('\n')
    .map((line, i) => ({ line: line.trim(), number: i + 1 }))
    .filter(({ line }) => line !== '')
  if (lines.length === 0) throw new Error(`${file} is empty.`)
  return lines.map(({ line, number }) => {
    const value = parsed(line)
    if (value === undefined) throw new Error(`line ${number} is not JSON. Expected one incident a line, or a Statuspage incidents.json.`)
    return checked(Incident, value, `line ${number}`)
  })
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function fromStatuspage(value: unknown): Incident[] {
  const { page, incidents } = checked(Statuspage, value, 'the file')
  const provider = page?.name ?? page?.id ?? 'statuspage'
  // A list of polls holds an incident many times: the one changed last tells the most.
  const latest = new Map<string, number>()
  for (const [i, incident] of incidents.entries()) {
    const known = latest.get(incident.id)
    if (known === undefined || (incidents[known]?.updated_at ?? '') <= (incident.updated_at ?? '')) latest.set(incident.id, i)
  }
  return [...latest.values()].map((i) => {
    const incident = incidents[i] as (typeof incidents)[number]
    return checked(
      Incident,
      {
        provider,
        id: incident.id,
        title: incident.name,
        impact: incident.impact,
        components: incident.components?.map((component) => component.name),
        started_at: incident.started_at ?? incident.created_at,
        resolved_at: incident.resolved_at,
        updates: incident.incident_updates.map((update) => ({ at: update.display_at ?? update.created_at, status: update.status, body: update.body ?? '' })),
      },
      `incident ${i + 1}`,
    )
  })
}

function checked<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new Error(`${where}: ${issue?.path.join('.') || 'it'} ${issue?.message ?? 'is not right'}.`)
}
