// The linter: small rules, each a pure function from a message and what is known to findings. It runs while somebody types, and again before publishing.
import type { Parts } from '../updates/updates.contract.ts'
import type { Finding, HouseStyle } from './linter.contract.ts'
import { apologyRules } from './rules/apology.ts'
import { type Elsewhere, elsewhereRules } from './rules/elsewhere.ts'
import { factRules } from './rules/facts.ts'
import { missingRules } from './rules/missing.ts'
import { pictureRules } from './rules/pictures.ts'
import { promiseRules } from './rules/promise.ts'
import { repeatRules } from './rules/repeat.ts'
import { socialRules } from './rules/social.ts'
import { styleRules } from './rules/style.ts'
import { wordRules } from './rules/words.ts'

export type Phase = 'investigating' | 'identified' | 'monitoring' | 'resolved'
export type Told = { phase: Phase; parts: Parts; publishedAt: Date }
/** What is known of the crisis; a rule that needs what is not given finds nothing. */
export type Facts = {
  kind: string
  /** Share of the brand's accounts that are hurt, from 0 to 1. */
  share?: number
  /** Names of the services in scope, and of the others. */
  services?: string[]
  otherServices?: string[]
  /** Whether every success criterion holds. */
  criteriaMet?: boolean
  /** What others read of the same crisis. */
  elsewhere?: Elsewhere[]
  /** Where it is posted in public, and the page that such a post leads to. */
  social?: { networks: string[]; link: string }
}
export type Draft = { phase: Phase; holding: boolean; parts: Parts; locale: string; nextUpdateAt: Date | null; now: Date; zone: string; pictures?: string[] }
export type Linted = { draft: Draft; before: Told[]; facts: Facts; house: HouseStyle }
export type Rule = { id: string; severity: Finding['severity']; check: (linted: Linted) => Found[] }
/** Without a place: the message as a whole. */
export type Found = { part?: keyof Parts; from?: number; to?: number; sentence: string; fix?: string; severity?: Finding['severity'] }

const rules: Rule[] = [
  ...pictureRules,
  ...missingRules,
  ...promiseRules,
  ...factRules,
  ...elsewhereRules,
  ...repeatRules,
  ...apologyRules,
  ...wordRules,
  ...styleRules,
  ...socialRules,
]
const weight = { error: 0, warning: 1, hint: 2 }

/** Every finding, the gravest first. */
export function lint(linted: Linted): Finding[] {
  return rules
    .flatMap(({ id, severity, check }) =>
      check(linted).map(
        ({ part, from, to, sentence, fix, severity: own }): Finding => ({
          rule: id,
          severity: own ?? severity,
          part: part ?? null,
          from: from ?? null,
          to: to ?? null,
          sentence,
          fix: fix ?? null,
        }),
      ),
    )
    .sort((one, other) => weight[one.severity] - weight[other.severity])
}

/** The parts that say something, with their names. */
export const saidParts = (parts: Parts): [keyof Parts, string][] =>
  (Object.entries(parts) as [keyof Parts, string | undefined][]).flatMap(([part, text]) => (text?.trim() ? [[part, text]] : []))

/** A rule for every place where a pattern stands, in every part. */
export const inText = (parts: Parts, pattern: RegExp, found: (match: RegExpExecArray) => Omit<Found, 'part' | 'from' | 'to'> | undefined): Found[] =>
  saidParts(parts).flatMap(([part, text]) =>
    [...text.matchAll(pattern)].flatMap((match) => {
      const said = found(match)
      return said ? [{ part, from: match.index, to: match.index + match[0].length, ...said }] : []
    }),
  )
