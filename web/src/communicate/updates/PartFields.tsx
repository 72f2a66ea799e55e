import { Text, Textarea, TextInput } from '@mantine/core'
import { Fragment } from 'react'
import type { Parts } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { partId } from '../linter/Findings.tsx'
import { type Draft, finalPartKeys, fourQuestions, partKeys } from './draft.ts'
import { EstimateField } from './EstimateField.tsx'

const hints: Partial<Record<string, string>> = { must: t('part.hint.must'), estimate: t('part.hint.estimate'), unknown: t('part.hint.unknown') }
const holdingKeys = ['happened', 'affected', 'doing'] as const

/** The parts of the message; a holding update has few, the final one answers why and how it is prevented. */
export function PartFields({ draft, onChange }: { draft: Draft; onChange: (parts: Parts) => void }) {
  const { parts, phase, holding } = draft
  const wanted: readonly ((typeof partKeys)[number] | (typeof finalPartKeys)[number])[] =
    phase === 'resolved' ? finalPartKeys : holding ? holdingKeys : partKeys
  // What is written stays in sight, even where the phase would not ask for it.
  const written = [...partKeys, 'why' as const, 'prevention' as const].filter((key) => !wanted.includes(key) && parts[key]?.trim())
  const change = (key: keyof Parts, text: string) => onChange({ ...parts, [key]: text })
  return (
    <>
      <TextInput
        id={partId('title')}
        label={t('part.title')}
        required
        autoFocus
        maxLength={150}
        value={parts.title}
        onChange={(event) => change('title', event.currentTarget.value)}
      />
      {phase === 'resolved' && (
        <Text size="sm" c="dimmed">
          {t('compose.fourQuestions')}
        </Text>
      )}
      {[...wanted, ...written].map((key) => (
        <Fragment key={key}>
          <Textarea
            id={partId(key)}
            label={key === 'doing' && phase === 'resolved' ? t('part.did') : tOf('part', key)}
            description={hints[key]}
            required={phase === 'resolved' && fourQuestions.some((question) => question === key)}
            minRows={1}
            maxLength={key === 'estimate' ? 500 : key === 'why' || key === 'prevention' ? 4_000 : 2_000}
            value={parts[key] ?? ''}
            onChange={(event) => change(key, event.currentTarget.value)}
          />
          {key === 'estimate' && phase !== 'resolved' && <EstimateField onText={(text) => change('estimate', text)} />}
        </Fragment>
      ))}
    </>
  )
}
