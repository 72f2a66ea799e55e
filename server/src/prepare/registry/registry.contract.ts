import { z } from 'zod'
import { normalAddress } from '../../platform/email-address.ts'
import { normalPhone, phonePattern } from '../../platform/phone-number.ts'
import { GivenInstant, Id, Instant, Line, Money, Text } from '../../platform/contract.ts'

export const importSubjects = ['accounts', 'contacts', 'services', 'exposures'] as const
export const ImportSubject = z.enum(importSubjects)
/** Who reads what arrives at an address: nobody (it is never written to), several (a shared mailbox), or null for a person. */
const Readers = z.enum(['nobody', 'several'])
export const ImportView = z.object({
  id: Id,
  subject: ImportSubject,
  practice: z.boolean(),
  fileName: z.string().nullable(),
  status: z.enum(['running', 'done', 'failed']),
  bytesTotal: z.number().int().nullable(),
  bytesRead: z.number().int(),
  rowsRead: z.number().int(),
  rowsAdded: z.number().int(),
  rowsChanged: z.number().int(),
  rowsSame: z.number().int(),
  rowsBad: z.number().int(),
  failure: z.string().nullable(),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  readers: z
    .object({ nobody: z.number().int(), several: z.number().int() })
    .optional()
    .describe('of one import of contacts: how many of the addresses that it stored no person reads, and how many are shared'),
})
export const ImportError = z.object({ line: z.number().int(), column: z.string().nullable(), reason: z.string(), value: z.string().nullable() })

/** A time that came out of the database as JSON. */
const Stamp = z.iso.datetime({ offset: true }).transform((at) => new Date(at).toISOString())

export const AccountSummary = z.object({
  id: z.number().int(),
  key: z.string(),
  name: z.string(),
  kind: z.enum(['organisation', 'person']),
  tier: z.string(),
  revenue: Money,
  region: z.string().nullable(),
  vulnerability: z.string().nullable(),
  practice: z.boolean(),
})
export const ContactView = z.object({
  id: z.number().int(),
  email: z.string(),
  name: z.string().nullable(),
  position: z.string().nullable(),
  locale: z.string().nullable(),
  phone: z.string().nullable(),
  receivesUpdates: z.boolean(),
  suppression: z
    .object({
      reason: z.string(),
      scope: z.enum(['all', 'updates']),
      since: Stamp,
      until: Stamp.nullable(),
      detail: z.string().nullable(),
    })
    .nullable()
    .default(null)
    .describe('why nothing is sent to this address, where that is so'),
  readers: Readers.nullable(),
})
export const ExposureView = z.object({
  id: z.number().int(),
  serviceKey: z.string(),
  service: z.string(),
  region: z.string().nullable(),
  sku: z.string().nullable(),
  lot: z.string().nullable(),
  orderRef: z.string().nullable(),
  integration: z.string().nullable(),
  since: Instant.nullable(),
  until: Instant.nullable(),
})
export const AccountView = AccountSummary.extend({
  locale: z.string(),
  timeZone: z.string(),
  ownerEmail: z.string().nullable(),
  sla: z.string().nullable().describe('the table of the remedy policies that their contract holds you to'),
  priceFrom: z.string().nullable().describe('the provider whose subscriptions the revenue follows from; null: it was given'),
  priceNote: z
    .enum(['unknown', 'part', 'currencies'])
    .nullable()
    .describe('unknown: no price of a month can be known; part: tiers or usage are not counted; currencies: several, and this is the largest'),
  aliases: z.array(z.object({ system: z.string(), externalId: z.string() })),
  contacts: z.array(ContactView).describe('the first 500; contactCount says how many there are'),
  contactCount: z.number().int(),
  exposures: z.array(ExposureView).describe('the first 500; exposureCount says how many there are'),
  exposureCount: z.number().int(),
  crises: z.array(z.object({ id: Id, number: z.string(), title: z.string(), since: Instant, until: Instant.nullable() })),
})
/** Kept in one spelling, so that one person is written to once. */
const Email = Text(254).overwrite(normalAddress).regex(z.regexes.email, 'must be an e-mail address')
/** Kept in the international form, whatever stands between the digits. */
const Phone = Text(40).overwrite(normalPhone).regex(phonePattern, 'must be a number in the international form, such as +49 30 123456')
export const PutAccount = z.object({
  name: Line(300),
  kind: z.enum(['organisation', 'person']).default('organisation'),
  tier: Line(60).default('standard'),
  mrrMinor: z.number().int().min(0).max(1e13).default(0),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be three capital letters, such as EUR')
    .default('USD'),
  region: Text(80).nullable().default(null),
  locale: z
    .string()
    .regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'must be a language such as en or pt-BR')
    .default('en'),
  timeZone: Text(60).default('Etc/UTC'),
  vulnerability: z.enum(['safety-critical', 'regulated', 'high-stakes']).nullable().default(null),
  ownerEmail: Email.nullable().default(null),
  sla: Text(60).nullable().default(null).describe('the table of the remedy policies that their contract holds you to'),
  practice: z.boolean().default(false),
})
export const PutContact = z.object({
  email: Email,
  name: Text(200).nullable().default(null),
  position: Text(100).nullable().default(null),
  locale: Text(10).nullable().default(null),
  phone: Phone.nullable().default(null),
  receivesUpdates: z.boolean().default(true),
})
/** A part of what an exposure is about: the parts together are its identity, so they hold no control character; empty is none. */
const Part = (max: number) =>
  Text(max)
    .regex(/^[^\x00-\x1f\x7f]*$/, 'must not hold a control character')
    .nullable()
    .default(null)
    .transform((text) => text || null)
export const PutExposure = z.object({
  service: Line(100).describe('key of the service'),
  region: Part(80),
  sku: Part(100),
  lot: Part(100),
  orderRef: Part(100),
  integration: Part(100),
  since: GivenInstant.nullable().default(null),
  until: GivenInstant.nullable().default(null),
})
export const PutService = z.object({
  name: Line(150),
  description: Text(1_000).nullable().default(null),
  brand: z.string().optional(),
  position: z.number().int().min(0).max(10_000).default(0),
  group: Line(100).nullable().default(null).describe('services of the same group stand together on the status page'),
  onPage: z
    .enum(['always', 'when-hurt', 'never'])
    .default('always')
    .describe('whether the status page names it: always, only while something is wrong with it, or never'),
})
export const ServiceView = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  brand: z.string(),
  position: z.number().int(),
  group: z.string().nullable(),
  onPage: z.enum(['always', 'when-hurt', 'never']),
  regions: z.array(z.string()),
  accounts: z.number().int(),
})
/** The keys of all services of a brand, in the order in which customers read them. */
export const OrderServices = z.object({ services: z.array(Line(100)).min(1).max(10_000) })
export const PutAlias = z.object({ externalId: Line(200) })
export const AccountQuery = z.object({
  search: Text(200).optional().describe('beginning of the key, part of the name, or a contact’s whole e-mail address'),
  practice: z.stringbool().default(false),
})
export const ImportQuery = z.object({ fileName: Text(255).optional(), practice: z.stringbool().default(false) })
export const MergeAccount = z.object({ into: z.number().int() })
export type ImportView = z.output<typeof ImportView>
export type AccountSummary = z.output<typeof AccountSummary>
export type AccountView = z.output<typeof AccountView>
export type ServiceView = z.output<typeof ServiceView>
export type ContactView = z.output<typeof ContactView>
export type ExposureView = z.output<typeof ExposureView>
export type PutAccount = z.output<typeof PutAccount>
export type PutContact = z.output<typeof PutContact>
export type PutExposure = z.output<typeof PutExposure>
export type PutService = z.output<typeof PutService>
export type ImportError = z.output<typeof ImportError>
