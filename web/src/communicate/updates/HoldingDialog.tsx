import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { HoldingView, UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { ButtonLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { UpdateParts } from './UpdateParts.tsx'

/** The exact words, then the second click. What was shown is what goes out: if anything changed meanwhile, it is refused and shown anew. */
export function HoldingDialog({ close }: { close: () => void }) {
  const { id } = useRoom()
  const query = useQuery({
    queryKey: ['holding-update', id],
    queryFn: ({ signal }) => get<HoldingView>(crisisPath(id, '/holding-update'), signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })
  const publish = useWrite<UpdateView, Pick<HoldingView, 'seal' | 'nextUpdateAt'>>({
    path: () => crisisPath(id, '/holding-update'),
    touches: touched(id),
    done: ({ status }) => (status === 'published' ? t('compose.published') : t('compose.submitted')),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('holding.title')} size="lg">
      <Loaded query={query}>
        {(holding) => (
          <Stack gap="sm">
            <Text size="sm">{holding.since ? t('holding.since', { at: atNear(holding.since) }) : t('holding.first')}</Text>
            <Paper withBorder p="sm" lang={holding.locale}>
              <Text size="xs" c="dimmed">
                {tOf('phase', holding.phase)}
              </Text>
              <Text fw={600}>{holding.parts.title}</Text>
              <UpdateParts parts={holding.parts} folded={false} />
              {holding.nextUpdateAt && (
                <Text size="sm" fw={600} mt={8}>
                  {t('holding.next', { at: atNear(holding.nextUpdateAt) })}
                </Text>
              )}
            </Paper>
            {holding.findings
              .filter(({ severity }) => severity !== 'hint')
              .map(({ sentence, part }) => (
                <Text size="sm" className="lw-amber" key={`${part}/${sentence}`}>
                  {sentence}
                </Text>
              ))}
            <Text size="sm">
              {t('compose.reaches', { recipients: tn('compose.recipients', holding.recipients) })}.{' '}
              {holding.approvalsNeeded > 1 && t('compose.needsTwo', { people: tn('compose.approvals', holding.approvalsNeeded - 1) })}
            </Text>
            {publish.isError && (
              <Button variant="default" size="compact-sm" onClick={() => void query.refetch().then(() => publish.reset())}>
                {t('holding.again')}
              </Button>
            )}
            <Group justify="space-between" align="flex-start">
              <ButtonLink to="/crises/$crisisId/updates" params={{ crisisId: id }} search={{ write: 'update' }} variant="subtle" size="sm">
                {t('holding.more')}
              </ButtonLink>
              <Group gap="xs" align="flex-start">
                <Button variant="default" onClick={close}>
                  {t('cancel')}
                </Button>
                <ActionButton write={publish} body={{ seal: holding.seal, nextUpdateAt: holding.nextUpdateAt }} may="write-update">
                  {holding.approvalsNeeded > 1 ? t('compose.askNow') : t('compose.publishNow')}
                </ActionButton>
              </Group>
            </Group>
          </Stack>
        )}
      </Loaded>
    </Modal>
  )
}
