import { z } from 'zod'
import { Id, Instant, Line, Person, Text } from '../../platform/contract.ts'
import { signalSeverities } from '../signals/signals.contract.ts'

const Host = Line(253).regex(/^[\w.:-]+$/, 'must be the name or address of a machine')
const Port = z.number().int().min(1).max(65_535)
const Url = z.url({ protocol: /^https?$/, error: 'must be a web address such as https://example.com/health' }).max(2_000)

/** What is asked, and what it must answer. */
export const CheckTarget = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('http'),
    url: Url,
    method: z.enum(['GET', 'POST']).default('GET'),
    body: Text(10_000).optional(),
    status: z
      .string()
      .regex(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/, 'must be codes and ranges such as 200-299,404')
      .default('200-299'),
    contains: Line(500).optional().describe('must stand in the first 64 kB of the answer'),
    lacks: Line(500).optional().describe('must not stand there'),
    json: z
      .object({
        path: Line(200).regex(/^[\w-]+(\.[\w-]+)*$/, 'must be names divided by dots, such as database.ok'),
        equals: z.union([z.string().max(500), z.number(), z.boolean()]),
      })
      .optional(),
    withinMs: z.number().int().min(1).max(10_000).default(10_000),
  }),
  z.object({ kind: z.literal('tcp'), host: Host, port: Port }),
  z.object({
    kind: z.literal('tls'),
    host: Host,
    port: Port.default(443),
    daysLeft: z.number().int().min(1).max(365).default(14).describe('the certificate must be valid for so long'),
  }),
  z.object({ kind: z.literal('dns'), name: Host, addresses: z.array(Line(45)).max(20).default([]).describe('each must be answered; none: any will do') }),
  z.object({ kind: z.literal('heartbeat'), graceSeconds: z.number().int().min(0).max(86_400).default(60).describe('how late it may be') }),
  z.object({
    kind: z.literal('statuspage'),
    url: Url.describe('of another company’s status page'),
    components: z.array(Line(200)).max(50).default([]).describe('names of what we depend on; none: the page as a whole'),
  }),
])
export type CheckTarget = z.output<typeof CheckTarget>

export const PutCheck = z.object({
  name: Line(120),
  brand: Line(40).describe('slug'),
  practice: z.boolean().default(false),
  target: CheckTarget,
  service: Line(120).nullable().default(null).describe('key'),
  region: Line(80).nullable().default(null).describe('where it is asked from, or what it is about'),
  severity: z.enum(signalSeverities).default('error').describe('how grave it is when it fails'),
  everySeconds: z.number().int().min(10).max(2_678_400).default(60),
  retries: z.number().int().min(0).max(10).default(2).describe('so many failures in a row are forgiven'),
})
export type PutCheck = z.output<typeof PutCheck>
export const CheckView = PutCheck.extend({
  id: Id,
  state: z.enum(['unknown', 'up', 'down']),
  sentence: z.string().nullable().describe('what was found the last time'),
  tookMs: z.number().int().nullable(),
  failures: z.number().int().describe('in a row'),
  lastAt: Instant.nullable(),
  changedAt: Instant.nullable(),
  createdBy: Person,
  createdAt: Instant,
})
export type CheckView = z.input<typeof CheckView>
export const NewCheck = CheckView.extend({ heartbeatUrl: z.string().nullable().describe('of a heartbeat: where it says that it is alive; shown this once') })
