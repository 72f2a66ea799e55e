import { Button, Group, List, Popover, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { t } from '../../strings/t.ts'
import { AnswersDialog } from './AnswersDialog.tsx'
import { FollowProposal } from './FollowProposal.tsx'
import { useRoom } from './room.ts'
import { SeverityBadge } from './SeverityBadge.tsx'
import { SeverityDialog } from './SeverityDialog.tsx'

/** The severity with its reasons, and the way to change it. */
export function SeverityButton() {
  const { severity, severityReasons, severityProposal, status } = useRoom()
  const [answering, answers] = useDisclosure(false)
  const [asking, { open, close }] = useDisclosure(false)
  const [explained, explanation] = useDisclosure(false)
  const change = () => {
    explanation.close()
    open()
  }
  return (
    <>
      <Popover
        opened={explained}
        onChange={(opened) => (opened ? explanation.open() : explanation.close())}
        width={320}
        position="bottom-start"
        shadow="md"
        withArrow
      >
        <Popover.Target>
          <UnstyledButton onClick={explanation.toggle} style={{ borderRadius: 7 }}>
            <Group gap={6} wrap="nowrap">
              <SeverityBadge severity={severity} large />
              {severityProposal && status !== 'closed' && (
                <Text span size="xs" fw={600} className="lw-amber">
                  {t('severity.proposedShort', { severity: severityProposal.severity })}
                </Text>
              )}
            </Group>
            <VisuallyHidden>. {t('severity.why')}</VisuallyHidden>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {t('severity.why')}
            </Text>
            <List size="sm" spacing={4}>
              {severityReasons.map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
            {severityProposal && (
              <>
                <Text size="sm" fw={600} className="lw-amber">
                  {t('severity.proposed', { severity: severityProposal.severity })}
                </Text>
                <List size="sm" spacing={4}>
                  {severityProposal.reasons.map((reason) => (
                    <List.Item key={reason}>{reason}</List.Item>
                  ))}
                </List>
                <FollowProposal size="xs" />
              </>
            )}
            {status !== 'closed' && (
              <Group gap="xs">
                <Button size="xs" variant="default" onClick={change}>
                  {t(severityProposal ? 'severity.decideOtherwise' : 'severity.change')}
                </Button>
                <Button
                  size="xs"
                  variant="subtle"
                  onClick={() => {
                    explanation.close()
                    answers.open()
                  }}
                >
                  {t('severity.answers')}
                </Button>
              </Group>
            )}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      {asking && <SeverityDialog opened close={close} />}
      {answering && <AnswersDialog close={answers.close} />}
    </>
  )
}
