// Every setting of an installation, read once at boot; all that is wrong is said at once.
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import { isRange } from '../outgoing/addresses.ts'
import { type BucketSettings, bucketSettings, isBucket, wrongBucket } from './buckets.ts'
import { wrongMailServers } from './mail-servers.ts'
import { wrongTextProviders } from './text-providers.ts'

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')
const port = z.coerce.number().int().min(0).max(65_535)

const Settings = z.object({
  LEEWARD_HOST: z.string().min(1).default('127.0.0.1').describe('the address to listen on'),
  LEEWARD_PORT: port.default(4780).describe('console and API'),
  LEEWARD_STATUS_PORT: port.default(4781).describe('status page and customers’ links'),
  LEEWARD_SMTP_PORT: port.default(4725).describe('the demo’s own mail server'),
  LEEWARD_CONSOLE_URL: z.url().optional().describe('how people reach the console'),
  LEEWARD_STATUS_URL: z.url().optional().describe('how customers reach the status page'),
  LEEWARD_DATA_DIR: z.string().min(1).default('.leeward').describe('database, keys and files of this installation'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://')
    .optional(),
  LEEWARD_DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(12),
  LEEWARD_ROLES: z
    .string()
    .default('web,worker')
    .transform((roles, context) => {
      const list = roles.split(',').map((role) => role.trim())
      const unknown = list.filter((role) => role !== 'web' && role !== 'worker')
      if (unknown.length > 0) context.addIssue({ code: 'custom', message: `knows the roles web and worker, not ${unknown.join(', ')}` })
      return list
    }),
  LEEWARD_SECRET: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 32 bytes as 64 hex digits')
    .optional(),
  LEEWARD_SMTP_URL: z
    .string()
    .superRefine((urls, context) => {
      const wrong = wrongMailServers(urls)
      if (wrong) context.addIssue({ code: 'custom', message: wrong })
    })
    .optional()
    .describe('the mail servers, the preferred first, separated by spaces; each with ?rate=…&connections=… where it needs them'),
  LEEWARD_INBOUND_IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\/[^\s]+$/, 'must be an address such as imaps://user:password@host/INBOX')
    .refine((url) => URL.canParse(url) && new URL(url).username !== '', 'must name the user, such as imaps://user:password@host/INBOX')
    .optional()
    .describe('the mailbox that failure notices and replies come back to'),
  LEEWARD_INBOUND_IMAP_MOVE_TO: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('the folder that mails are moved to once they were taken; else they are marked as seen'),
  LEEWARD_MAIL_CONNECTIONS: z.coerce.number().int().min(1).max(200).default(10),
  LEEWARD_PAGE_CONNECTIONS: z.coerce.number().int().min(1).max(50).default(5).describe('connections to the mail server kept for paging people'),
  LEEWARD_OUTGOING_ALLOW: z
    .string()
    .default('')
    .transform((text, context) => {
      const ranges = text
        .split(',')
        .map((range) => range.trim())
        .filter(Boolean)
      for (const range of ranges) if (!isRange(range)) context.addIssue({ code: 'custom', message: `${range} is no range such as 10.0.0.0/8` })
      return ranges
    })
    .describe('internal ranges that webhooks may lead to, separated by commas'),
  LEEWARD_DNS: z
    .string()
    .default('')
    .transform((text, context) => {
      const servers = text
        .split(',')
        .map((server) => server.trim())
        .filter(Boolean)
      for (const server of servers)
        if (!isNameServer(server)) context.addIssue({ code: 'custom', message: `${server} is no address of a name server such as 9.9.9.9` })
      return servers
    })
    .describe('name servers that checks of a sender’s domain ask, instead of the machine’s own; separated by commas'),
  LEEWARD_TEXT_URL: z
    .string()
    .superRefine((urls, context) => {
      const wrong = wrongTextProviders(urls)
      if (wrong) context.addIssue({ code: 'custom', message: wrong })
    })
    .optional()
    .describe('who carries texts (SMS), the preferred first, separated by spaces; each with ?from=… and ?rate=… where it needs them'),
  LEEWARD_TEXT_PROOF_TO: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +4930123456')
    .optional()
    .describe('a number of ours that tests of texts go to'),
  LEEWARD_PROOF_MAIL: z.email().optional().describe('an address of ours that tests of mails go to; else the mailbox of LEEWARD_INBOUND_IMAP_URL'),
  LEEWARD_PROOF_HOURS: z.coerce.number().int().min(0).max(168).default(24).describe('how often each channel is tested by a message to ourselves; 0: never'),
  LEEWARD_KEEP_INBOUND_DAYS: z.coerce.number().int().min(1).max(3_650).default(400).describe('how long mails and texts to us are kept'),
  LEEWARD_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text, context) => {
      const ranges = text
        .split(',')
        .map((range) => range.trim())
        .filter(Boolean)
      for (const range of ranges) if (!isRange(range)) context.addIssue({ code: 'custom', message: `${range} is no range such as 10.0.0.0/8` })
      return ranges
    })
    .describe('where the proxies stand whose X-Forwarded-For is believed; separated by commas'),
  LEEWARD_STATUS_EXPORT: z
    .string()
    .min(1)
    .optional()
    .describe('a folder, or a bucket such as s3://my-bucket/status, that the status pages are written to as files, whenever they change'),
  LEEWARD_PUSH_HOSTS: z
    .string()
    .default('fcm.googleapis.com,updates.push.services.mozilla.com,.push.apple.com,.notify.windows.com')
    .transform((text) =>
      text
        .split(',')
        .map((host) => host.trim().toLowerCase())
        .filter(Boolean),
    )
    .describe('push services that browsers may name; with a dot before: and all below'),
  LEEWARD_STRIPE_URL: z
    .url({ protocol: /^https?$/, message: 'must be an address such as http://127.0.0.1:4242' })
    .optional()
    .describe('a server that behaves like Stripe, instead of Stripe itself; for tests'),
  LEEWARD_SHOPIFY_URL: z
    .url({ protocol: /^https?$/, message: 'must be an address such as http://127.0.0.1:4243' })
    .optional()
    .describe('a server that behaves like Shopify, instead of each shop itself; for tests'),
  LEEWARD_DEMO: flag.default(false),
  LEEWARD_DEMO_SIGNALS: flag.default(true),
  LEEWARD_DEMO_ACCOUNTS: z.coerce.number().int().min(200).max(1_000_000).default(50_000),
  LEEWARD_LOG: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
})

export type Config = {
  host: string
  port: number
  statusPort: number
  smtpPort: number
  consoleUrl: string
  statusUrl: string
  dataDir: string
  databaseUrl?: string
  databasePool: number
  roles: string[]
  secret?: string
  smtpUrl?: string
  inboundMailbox?: { url: string; after: 'seen' | { moveTo: string } }
  mailConnections: number
  pageConnections: number
  outgoingAllow: string[]
  textUrl?: string
  textProofTo?: string
  proofMail?: string
  proofHours: number
  pushHosts: string[]
  statusExport?: string
  bucket: BucketSettings
  trustedProxies: string[]
  keepInboundDays: number
  stripeUrl?: string
  shopifyUrl?: string
  dns: string[]
  demo: boolean
  demoSignals: boolean
  demoAccounts: number
  log: string
}

/** Reads the environment; throws one error that lists every setting that is wrong. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = Settings.safeParse(given)
  const bucket = bucketSettings(given)
  const to = given.LEEWARD_STATUS_EXPORT
  const wrongExport = to && isBucket(to) ? wrongBucket(to, bucket) : undefined
  if (!parsed.success || wrongExport) {
    const wrong = [...(parsed.error?.issues ?? []), ...(wrongExport ? [{ path: ['LEEWARD_STATUS_EXPORT'], message: wrongExport }] : [])].map(
      (issue) => `  ${issue.path.join('.')}: ${issue.message}`,
    )
    throw new Error(`Leeward cannot start, because these settings are not right:\n${wrong.join('\n')}`)
  }
  const set = parsed.data
  const shownHost = set.LEEWARD_HOST === '0.0.0.0' || set.LEEWARD_HOST === '::' ? '127.0.0.1' : set.LEEWARD_HOST
  return {
    host: set.LEEWARD_HOST,
    port: set.LEEWARD_PORT,
    statusPort: set.LEEWARD_STATUS_PORT,
    smtpPort: set.LEEWARD_SMTP_PORT,
    consoleUrl: trimmed(set.LEEWARD_CONSOLE_URL ?? `http://${shownHost}:${set.LEEWARD_PORT}`),
    statusUrl: trimmed(set.LEEWARD_STATUS_URL ?? `http://${shownHost}:${set.LEEWARD_STATUS_PORT}`),
    dataDir: resolve(set.LEEWARD_DATA_DIR),
    databaseUrl: set.DATABASE_URL,
    databasePool: set.LEEWARD_DATABASE_POOL,
    roles: set.LEEWARD_ROLES,
    secret: set.LEEWARD_SECRET,
    smtpUrl: set.LEEWARD_SMTP_URL,
    inboundMailbox: set.LEEWARD_INBOUND_IMAP_URL
      ? { url: set.LEEWARD_INBOUND_IMAP_URL, after: set.LEEWARD_INBOUND_IMAP_MOVE_TO ? { moveTo: set.LEEWARD_INBOUND_IMAP_MOVE_TO } : 'seen' }
      : undefined,
    mailConnections: set.LEEWARD_MAIL_CONNECTIONS,
    pageConnections: set.LEEWARD_PAGE_CONNECTIONS,
    outgoingAllow: set.LEEWARD_OUTGOING_ALLOW,
    textUrl: set.LEEWARD_TEXT_URL,
    textProofTo: set.LEEWARD_TEXT_PROOF_TO,
    proofMail: set.LEEWARD_PROOF_MAIL,
    proofHours: set.LEEWARD_PROOF_HOURS,
    pushHosts: set.LEEWARD_PUSH_HOSTS,
    statusExport: set.LEEWARD_STATUS_EXPORT,
    bucket,
    trustedProxies: set.LEEWARD_TRUSTED_PROXIES,
    keepInboundDays: set.LEEWARD_KEEP_INBOUND_DAYS,
    stripeUrl: set.LEEWARD_STRIPE_URL,
    shopifyUrl: set.LEEWARD_SHOPIFY_URL,
    dns: set.LEEWARD_DNS,
    demo: set.LEEWARD_DEMO,
    demoSignals: set.LEEWARD_DEMO_SIGNALS,
    demoAccounts: set.LEEWARD_DEMO_ACCOUNTS,
    log: set.LEEWARD_LOG,
  }
}

/** An address, with a port or without: 9.9.9.9, 127.0.0.1:5353, 2620:fe::fe, [::1]:53. */
function isNameServer(text: string): boolean {
  if (isIP(text) > 0) return true
  const [, six, four, port] = /^(?:\[(.+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  return isIP(six ?? four ?? '') === (six ? 6 : 4) && Number(port ?? 0) < 65_536
}

const trimmed = (url: string) => url.replace(/\/+$/, '')
