// The catalogue. Keys start with the part of the product they belong to; `.one` and `.other` are the two plurals.
import { audiencesWords } from './en/audiences.ts'
import { channels } from './en/channels.ts'
import { calls } from './en/calls.ts'
import { common } from './en/common.ts'
import { communicate } from './en/communicate.ts'
import { updates } from './en/updates.ts'
import { crisis } from './en/crisis.ts'
import { decisions } from './en/decisions.ts'
import { detect } from './en/detect.ts'
import { declare } from './en/declare.ts'
import { houseStyle } from './en/house-style.ts'
import { impact } from './en/impact.ts'
import { inbound } from './en/inbound.ts'
import { law } from './en/law.ts'
import { learn } from './en/learn.ts'
import { maintenance } from './en/maintenance.ts'
import { onCall } from './en/on-call.ts'
import { pageLook } from './en/page-look.ts'
import { readerPages } from './en/reader-pages.ts'
import { playbooks } from './en/playbooks.ts'
import { registry } from './en/registry.ts'
import { remediate } from './en/remediate.ts'
import { restore } from './en/restore.ts'
import { services } from './en/services.ts'
import { senders } from './en/senders.ts'
import { team } from './en/team.ts'
import { templates } from './en/templates.ts'
import { work } from './en/work.ts'

export const en = {
  ...common,
  ...crisis,
  ...impact,
  ...team,
  ...work,
  ...decisions,
  ...law,
  ...declare,
  ...communicate,
  ...updates,
  ...calls,
  ...inbound,
  ...houseStyle,
  ...maintenance,
  ...pageLook,
  ...readerPages,
  ...senders,
  ...channels,
  ...registry,
  ...services,
  ...playbooks,
  ...templates,
  ...audiencesWords,
  ...onCall,
  ...remediate,
  ...restore,
  ...learn,
  ...detect,
} as const
