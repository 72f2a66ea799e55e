import { Modal, Stack, Text } from '@mantine/core'
import { t, tOf } from '../../../strings/t.ts'
import { Loaded } from '../../../ui/Loaded.tsx'
import { type Link, useProblems } from './links.ts'

/** What could not be stored, and why: the newest first. */
export function LinkProblems({ link: { id, name }, close }: { link: Link; close: () => void }) {
  const list = useProblems(id)
  return (
    <Modal opened onClose={close} size="lg" title={t('sync.problemsOf', { name })}>
      <Loaded query={list}>
        {(all) => (
          <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
            {all.map(({ subject, externalId, reason }) => (
              <li key={`${subject} ${externalId}`}>
                <Text size="sm" fw={600} className="lw-clip">
                  {tOf('sync.subject', subject)}: {externalId}
                </Text>
                <Text size="sm">{reason}</Text>
              </li>
            ))}
            {all.length === 200 && (
              <Text component="li" size="sm" c="dimmed">
                {t('sync.firstProblems')}
              </Text>
            )}
          </Stack>
        )}
      </Loaded>
    </Modal>
  )
}
