import { Badge, Button, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Finding, SenderCheck } from '../../../../server/src/communicate/senders/senders.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { DnsLineBox } from './DnsLineBox.tsx'
import { checkKey } from './senders.ts'
import styles from './Senders.module.css'

const colors = { right: 'green', warning: 'amber', wrong: 'red', unknown: 'gray' } as const
const order = { wrong: 0, warning: 1, unknown: 2, right: 3 } as const

/** What the DNS says about a domain: what to change first, then what is right. */
export function Findings({ domain }: { domain: string }) {
  const check = useQuery({
    queryKey: checkKey(domain),
    queryFn: ({ signal }) => get<SenderCheck>(`/api/senders/${domain}/check`, signal),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  })
  return (
    <Card
      title={t('senders.findings')}
      aside={
        <Group gap="sm">
          {check.data && (
            <Text size="xs" c="dimmed">
              <Moment at={check.data.checkedAt} />
            </Text>
          )}
          <Button size="compact-sm" variant="default" loading={check.isFetching} onClick={() => void check.refetch()}>
            {t('senders.check')}
          </Button>
        </Group>
      }
    >
      <Loaded query={check}>
        {({ findings }) => (
          <>
            <Text fw={600} mb="sm" role="status">
              {summaryOf(domain, findings)}
            </Text>
            <ul className={styles.list}>
              {findings
                .toSorted((one, other) => order[one.state] - order[other.state])
                .map((finding) => (
                  <Found key={`${finding.about} ${finding.sentence}`} finding={finding} />
                ))}
            </ul>
          </>
        )}
      </Loaded>
    </Card>
  )
}

function summaryOf(domain: string, findings: Finding[]): string {
  const toDo = findings.filter(({ state }) => state === 'wrong' || state === 'warning').length
  if (toDo > 0) return tn('senders.toDo', toDo)
  return findings.some(({ state }) => state === 'unknown') ? t('senders.unsure') : t('senders.allRight', { domain })
}

function Found({ finding: { about, state, sentence, lines } }: { finding: Finding }) {
  return (
    <li className={styles.item}>
      <Group gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {tOf('finding.about', about)}
        </Text>
        <Badge color={colors[state]}>{tOf('finding', state)}</Badge>
      </Group>
      <Text size="sm" className="lw-clip">
        {sentence}
      </Text>
      {lines.map((line) => (
        <DnsLineBox key={line.zone} line={line} />
      ))}
    </li>
  )
}
