// The catalogue. Keys start with the part of the product they belong to; `.one` and `.other` are the two plurals.
import { common } from './en/common.ts'
import { communicate } from './en/communicate.ts'
import { crisis } from './en/crisis.ts'
import { declare } from './en/declare.ts'
import { impact } from './en/impact.ts'
import { learn } from './en/learn.ts'
import { registry } from './en/registry.ts'
import { remediate } from './en/remediate.ts'
import { restore } from './en/restore.ts'

export const en = { ...common, ...crisis, ...impact, ...declare, ...communicate, ...registry, ...remediate, ...restore, ...learn } as const
