import type { Parts } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t } from '../../strings/t.ts'
import { atNear, timeIn } from '../../ui/format.ts'
import { spoken } from './spoken.ts'

type Said = { parts: Parts; nextUpdateAt: string | null; timeZone: string }

/** What they must do, what we know, and when they hear again: short lines to read out. */
export const SayLines = (said: Said) => (
  <dl>
    {partsOf(said).map(([title, text]) => (
      <div key={title}>
        <dt>{title}</dt>
        {spoken(text).map((line) => (
          <dd key={line}>{line}</dd>
        ))}
      </div>
    ))}
  </dl>
)

/** A holding update knows nothing yet: then what happened and what we do is what can be said. */
function partsOf({ parts, nextUpdateAt, timeZone }: Said): [string, string][] {
  const said: [string, string | undefined][] = [
    [t('calls.say.must'), parts.must],
    ...((parts.known?.trim()
      ? [[t('calls.say.known'), parts.known]]
      : [
          [t('calls.say.happened'), parts.happened ?? parts.title],
          [t('calls.say.doing'), parts.doing],
        ]) as [string, string | undefined][]),
    [t('calls.say.next'), nextUpdateAt ? promise(nextUpdateAt, timeZone) : undefined],
  ]
  return said.filter((part): part is [string, string] => Boolean(part[1]?.trim()))
}

function promise(at: string, timeZone: string): string {
  const theirs = timeIn(at, timeZone)?.time
  return theirs && theirs !== atNear(at) ? t('calls.say.nextAt', { at: atNear(at), theirs }) : t('calls.say.nextAtAlone', { at: atNear(at) })
}
