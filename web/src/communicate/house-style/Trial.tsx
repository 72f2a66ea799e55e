import { Badge, Group, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { TriedHouseStyle } from '../../../../server/src/communicate/linter/linter.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { type Style, useTrial } from './house-style.ts'

type Finding = TriedHouseStyle['byHouse'][number]
const color = { error: 'red', warning: 'amber', hint: 'gray' } as const

/** An example, read by the linter under the settings as they stand in the form, before they are saved. */
export function Trial({ style }: { style: Style }) {
  const [text, setText] = useState<string>(t('houseStyle.example'))
  const trial = useTrial(style, text)
  const found = trial.data
  return (
    <Card title={t('houseStyle.trial')}>
      <Stack gap="sm">
        <Textarea label={t('houseStyle.text')} minRows={5} maxLength={4_000} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        {trial.isError && <ErrorNote error={trial.error} retry={trial.refetch} />}
        {found && (
          <Stack gap="sm" aria-live="polite">
            <Text size="sm">
              {found.grade === null ? t('houseStyle.noGrade') : t('houseStyle.reads', { grade: Math.round(found.grade), house: style.grade })}
            </Text>
            {found.byHouse.length === 0 ? (
              <Text size="sm">{t('houseStyle.nothing')}</Text>
            ) : (
              <Findings label={t('houseStyle.byHouse')} findings={found.byHouse} text={found.text} />
            )}
            {found.always.length > 0 && (
              <details>
                <summary>
                  <Text span size="sm">
                    {tn('houseStyle.always', found.always.length)}
                  </Text>
                </summary>
                <Findings label={t('houseStyle.alwaysLabel')} findings={found.always} text={found.text} />
              </details>
            )}
          </Stack>
        )}
      </Stack>
    </Card>
  )
}

function Findings({ label, findings, text }: { label: string; findings: Finding[]; text: string }) {
  return (
    <Stack component="ul" aria-label={label} gap={6} m={0} mt={4} p={0} style={{ listStyle: 'none' }}>
      {findings.map(({ rule, severity, from, to, sentence, fix }) => (
        <Group key={[rule, from, sentence].join('/')} component="li" gap={6} align="flex-start" wrap="nowrap">
          <Badge color={color[severity]} size="sm" mt={2}>
            {tOf('lint', severity)}
          </Badge>
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {from !== null && to !== null && <q>{text.slice(from, to)}</q>}
            {from !== null && to !== null && ': '}
            {sentence}
            {fix && ` ${t('lint.instead', { fix })}`}
          </Text>
        </Group>
      ))}
    </Stack>
  )
}
