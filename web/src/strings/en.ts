// The catalogue. Keys start with the part of the product they belong to; `.one` and `.other` are the two plurals.
import { answersWords } from './en/answers.ts'
import { attaching } from './en/attaching.ts'
import { audiencesWords } from './en/audiences.ts'
import { channels } from './en/channels.ts'
import { calls } from './en/calls.ts'
import { common } from './en/common.ts'
import { communicate } from './en/communicate.ts'
import { updates } from './en/updates.ts'
import { crisis } from './en/crisis.ts'
import { decisions } from './en/decisions.ts'
import { detect } from './en/detect.ts'
import { detectSettings } from './en/detect-settings.ts'
import { declare } from './en/declare.ts'
import { health } from './en/health.ts'
import { houseStyle } from './en/house-style.ts'
import { impact } from './en/impact.ts'
import { inbound } from './en/inbound.ts'
import { knowledge } from './en/knowledge.ts'
import { law } from './en/law.ts'
import { learn } from './en/learn.ts'
import { macroWords } from './en/macros.ts'
import { maintenance } from './en/maintenance.ts'
import { onNetworks } from './en/on-networks.ts'
import { onCall } from './en/on-call.ts'
import { pageLook } from './en/page-look.ts'
import { readerPages } from './en/reader-pages.ts'
import { playbooks } from './en/playbooks.ts'
import { registry } from './en/registry.ts'
import { carryingOut } from './en/carrying-out.ts'
import { remediate } from './en/remediate.ts'
import { restore } from './en/restore.ts'
import { services } from './en/services.ts'
import { senders } from './en/senders.ts'
import { sources } from './en/sources.ts'
import { desksWords } from './en/desks.ts'
import { oneMatterWords } from './en/one-matter.ts'
import { meanwhileWords } from './en/meanwhile.ts'
import { ownersWords } from './en/owners.ts'
import { support } from './en/support.ts'
import { supportSettings } from './en/support-settings.ts'
import { syncWords } from './en/sync.ts'
import { team } from './en/team.ts'
import { templates } from './en/templates.ts'
import { work } from './en/work.ts'

export const en = {
  ...common,
  ...attaching,
  ...crisis,
  ...impact,
  ...team,
  ...work,
  ...decisions,
  ...law,
  ...knowledge,
  ...declare,
  ...communicate,
  ...updates,
  ...calls,
  ...inbound,
  ...health,
  ...houseStyle,
  ...maintenance,
  ...pageLook,
  ...readerPages,
  ...senders,
  ...channels,
  ...registry,
  ...syncWords,
  ...services,
  ...playbooks,
  ...templates,
  ...audiencesWords,
  ...onCall,
  ...remediate,
  ...carryingOut,
  ...restore,
  ...learn,
  ...detect,
  ...detectSettings,
  ...sources,
  ...support,
  ...onNetworks,
  ...answersWords,
  ...oneMatterWords,
  ...meanwhileWords,
  ...supportSettings,
  ...macroWords,
  ...desksWords,
  ...ownersWords,
} as const
