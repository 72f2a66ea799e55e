import { Anchor, Badge, Group, Stack, Text } from '@mantine/core'
import type { z } from 'zod'
import type { Finding } from '../../../../server/src/communicate/linter/linter.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'

type Finding_ = z.output<typeof Finding>
const color = { error: 'red', warning: 'amber', hint: 'gray' } as const
const orders = ['error', 'warning', 'hint'] as const

/** What the linter says, the gravest first; hints are folded, since they can wait. A press leads to the words that are meant. */
export function Findings({ findings, warnings }: { findings: Finding_[]; warnings: string[] }) {
  const of = (severity: Finding_['severity']) => findings.filter((finding) => finding.severity === severity)
  const [errors, seen, hints] = orders.map(of) as [Finding_[], Finding_[], Finding_[]]
  if (findings.length + warnings.length === 0) return null
  return (
    <section aria-label={t('compose.warnings')}>
      <Stack gap={6}>
        <Text size="sm" fw={600} component="h3">
          {t('compose.warnings')}
        </Text>
        <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
          {[...errors, ...seen].map((finding) => (
            <One key={keyOf(finding)} finding={finding} />
          ))}
          {warnings.map((warning) => (
            <Text component="li" size="sm" key={warning}>
              {warning}
            </Text>
          ))}
        </Stack>
        {hints.length > 0 && (
          <details>
            <summary>
              <Text span size="sm">
                {tn('lint.hints', hints.length)}
              </Text>
            </summary>
            <Stack gap={4} component="ul" m={0} mt={4} p={0} style={{ listStyle: 'none' }}>
              {hints.map((finding) => (
                <One key={keyOf(finding)} finding={finding} />
              ))}
            </Stack>
          </details>
        )}
      </Stack>
    </section>
  )
}

const keyOf = ({ rule, part, from, sentence }: Finding_) => [rule, part, from, sentence].join('/')

function One({ finding: { severity, part, from, to, sentence, fix } }: { finding: Finding_ }) {
  return (
    <Group component="li" gap={6} align="flex-start" wrap="nowrap">
      <Badge color={color[severity]} size="sm" mt={2} style={{ flexShrink: 0 }}>
        {tOf('lint', severity)}
      </Badge>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {part && (
          <>
            <Anchor component="button" type="button" size="sm" onClick={() => showPart(part, from, to)}>
              {tOf('part', part)}
            </Anchor>
            {': '}
          </>
        )}
        {sentence}
        {fix && ` ${t('lint.instead', { fix })}`}
      </Text>
    </Group>
  )
}

export const partId = (part: string) => `update-part-${part}`

/** Puts the cursor there, with the words selected. */
function showPart(part: string, from: number | null, to: number | null) {
  const field = document.getElementById(partId(part)) as HTMLTextAreaElement | HTMLInputElement | null
  field?.focus()
  field?.scrollIntoView({ block: 'center' })
  if (from !== null && to !== null) field?.setSelectionRange(from, to)
}
