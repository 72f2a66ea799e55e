import { Alert, Button, Group, List, Paper, Stack, Text, Title } from '@mantine/core'
import type { z } from 'zod'
import type { DeliveriesAudit } from '../../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useRoomPart } from '../../stabilize/crisis/use-part.ts'
import { t, tn } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atDayTime, atUtc } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { AuditTable } from './AuditTable.tsx'

export type AuditView = z.output<typeof DeliveriesAudit>

/** The proof that each delivery is accounted for: the verdict in a sentence, then every sum it rests on. Made to be printed, too. */
export function Audit() {
  const { id } = useRoom()
  const audit = useRoomPart<AuditView>('deliveries-audit')
  return (
    <Paper p={{ base: 'sm', sm: 'md' }} component="section" aria-label={t('audit.title')}>
      <Stack gap="md">
        <Group justify="space-between" gap="xs">
          <Title order={2}>{t('audit.title')}</Title>
          <Group gap="xs" className="lw-screen">
            <TextLink to="/crises/$crisisId/updates" params={{ crisisId: id }} search={{}} size="sm" mr={4}>
              {t('audit.back')}
            </TextLink>
            <Button size="compact-sm" variant="default" loading={audit.isRefetching} onClick={() => void audit.refetch()}>
              {t('audit.again')}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => window.print()}>
              {t('audit.print')}
            </Button>
          </Group>
        </Group>
        <Loaded query={audit}>{(view) => <Counted audit={view} />}</Loaded>
      </Stack>
    </Paper>
  )
}

function Counted({ audit }: { audit: AuditView }) {
  const { crisis, countedAt, dispatches } = audit
  if (dispatches.length === 0) return <Empty title={t('audit.none')} text={t('audit.noneText')} />
  return (
    <>
      <div>
        <Verdict audit={audit} />
        <Text size="xs" c="dimmed" mt={6}>
          {t('audit.counted', { crisis, at: `${atDayTime(countedAt)} (${atUtc(countedAt)})` })}
        </Text>
      </div>
      <AuditTable dispatches={dispatches} />
    </>
  )
}

function Verdict({ audit: { right, problems } }: { audit: AuditView }) {
  if (right)
    return (
      <Alert color="green" p="sm">
        <Text fw={600}>{t('audit.right')}</Text>
      </Alert>
    )
  return (
    <Alert color="red" p="sm" role="alert">
      <Text fw={600}>{tn('audit.wrong', problems.length)}</Text>
      <List size="sm" mt={4}>
        {problems.map((problem) => (
          <List.Item key={problem}>{problem}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
