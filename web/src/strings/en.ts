// The catalogue. Keys start with the part of the product they belong to; `.one` and `.other` are the two plurals.
import { common } from './en/common.ts'
import { communicate } from './en/communicate.ts'
import { crisis } from './en/crisis.ts'
import { declare } from './en/declare.ts'
import { learn } from './en/learn.ts'
import { playbooks } from './en/playbooks.ts'
import { registry } from './en/registry.ts'
import { remediate } from './en/remediate.ts'
import { restore } from './en/restore.ts'

export const en = { ...common, ...crisis, ...declare, ...communicate, ...registry, ...playbooks, ...remediate, ...restore, ...learn } as const
