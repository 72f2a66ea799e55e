// Checks as they are typed, in plain fields, and as they are sent.
import { useQuery } from '@tanstack/react-query'
import type { CheckView, PutCheck } from '../../../../server/src/detect/checks/checks.contract.ts'
import { get } from '../../ui/api.ts'

export type Check = CheckView
export type Target = PutCheck['target']
export type Kind = Target['kind']
export const kinds = ['http', 'heartbeat', 'tls', 'tcp', 'dns', 'statuspage'] as const satisfies readonly Kind[]
export const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly PutCheck['severity'][]

export const checksKey = ['checks'] as const
/** What was found changes without a fact: it is asked for again. */
export const useChecks = (enabled: boolean) =>
  useQuery({ queryKey: checksKey, queryFn: ({ signal }) => get<Check[]>('/api/checks', signal), refetchInterval: 5_000, enabled })

/** Every field of every kind, as text: what does not belong to the kind is not sent. */
export type Given = {
  name: string
  brand: string
  practice: boolean
  service: string | null
  region: string
  severity: PutCheck['severity']
  everySeconds: number | string
  retries: number | string
  kind: Kind
  url: string
  method: 'GET' | 'POST'
  body: string
  status: string
  contains: string
  lacks: string
  jsonPath: string
  jsonEquals: string
  withinMs: number | string
  host: string
  port: number | string
  daysLeft: number | string
  addresses: string
  graceSeconds: number | string
  components: string
}
const aboutFields = ['name', 'brand', 'service', 'region', 'severity', 'everySeconds', 'retries'] as const
const targetFields = ['url', 'body', 'status', 'contains', 'lacks', 'withinMs', 'host', 'port', 'daysLeft', 'addresses', 'graceSeconds', 'components'] as const
/** As the server calls them: of a target with its name before. */
export const fields = [
  ...aboutFields,
  ...targetFields.map((name) => `target.${name}` as const),
  'target.name',
  'target.json.path',
  'target.json.equals',
] as const
export type Wrong = Partial<Record<(typeof fields)[number], string>>

const plain: Omit<Given, 'brand'> = {
  ...{ name: '', practice: false, service: null, region: '', severity: 'error', everySeconds: 60, retries: 2, kind: 'http', url: '', method: 'GET', body: '' },
  ...{ status: '200-299', contains: '', lacks: '', jsonPath: '', jsonEquals: 'true', withinMs: 10_000, host: '', port: 443, daysLeft: 14, addresses: '' },
  ...{ graceSeconds: 60, components: '' },
}
export const fresh = (brand: string): Given => ({ ...plain, brand })

export function givenOf({ name, brand, practice, service, region, severity, everySeconds, retries, target }: Check): Given {
  const about = { name, brand, practice, service, region, severity, everySeconds, retries } as PutCheck
  const before = { ...plain, ...about, region: about.region ?? '', kind: target.kind }
  switch (target.kind) {
    case 'http': {
      const { json, body = '', contains = '', lacks = '', ...rest } = target
      return {
        ...before,
        ...(rest as Partial<Given>),
        body,
        contains,
        lacks,
        ...(json ? { jsonPath: json.path, jsonEquals: String(json.equals) } : {}),
      } as Given
    }
    case 'dns':
      return { ...before, host: target.name, addresses: (target.addresses ?? []).join('\n') }
    case 'statuspage':
      return { ...before, url: target.url, components: (target.components ?? []).join('\n') }
    default:
      return { ...before, ...(target as Partial<Given>) } as Given
  }
}

export const asSent = (given: Given): PutCheck => ({
  ...{ name: given.name.trim(), brand: given.brand, practice: given.practice, service: given.service, region: given.region.trim() || null },
  ...{ severity: given.severity, everySeconds: Number(given.everySeconds), retries: Number(given.retries), target: targetOf(given) },
})

function targetOf({ kind, ...given }: Given): Target {
  const text = (value: string) => value.trim() || undefined
  switch (kind) {
    case 'http': {
      const [body, contains, lacks, path] = [
        given.method === 'POST' ? text(given.body) : undefined,
        text(given.contains),
        text(given.lacks),
        text(given.jsonPath),
      ]
      return {
        ...{ kind, url: given.url.trim(), method: given.method, status: given.status.replace(/\s+/g, ''), withinMs: Number(given.withinMs) },
        ...(body ? { body } : {}),
        ...(contains ? { contains } : {}),
        ...(lacks ? { lacks } : {}),
        ...(path ? { json: { path, equals: readAs(given.jsonEquals.trim()) } } : {}),
      }
    }
    case 'tcp':
      return { kind, host: given.host.trim(), port: Number(given.port) }
    case 'tls':
      return { kind, host: given.host.trim(), port: Number(given.port), daysLeft: Number(given.daysLeft) }
    case 'dns':
      return { kind, name: given.host.trim(), addresses: linesOf(given.addresses) }
    case 'heartbeat':
      return { kind, graceSeconds: Number(given.graceSeconds) }
    case 'statuspage':
      return { kind, url: given.url.trim(), components: linesOf(given.components) }
  }
}

/** A number or a truth where it reads as one: JSON has them apart from words. */
export function readAs(typed: string): string | number | boolean {
  if (typed === 'true' || typed === 'false') return typed === 'true'
  return typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : typed
}
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What is asked, in a few words. */
export function shownOf(target: Check['target']): string {
  switch (target.kind) {
    case 'http':
    case 'statuspage':
      return target.url
    case 'tcp':
      return `${target.host}:${target.port}`
    case 'tls':
      return `${target.host}:${target.port ?? 443}`
    case 'dns':
      return target.name
    case 'heartbeat':
      return ''
  }
}
