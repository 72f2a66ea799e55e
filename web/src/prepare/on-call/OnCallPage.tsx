import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { CalendarLink } from './CalendarLink.tsx'
import { ContactMethods } from './ContactMethods.tsx'
import { MyPages } from './MyPages.tsx'
import { NowOnCall } from './NowOnCall.tsx'
import { useRotations } from './on-call.ts'
import { Policies } from './Policies.tsx'
import { RotationCard } from './RotationCard.tsx'
import { RotationDialog } from './RotationDialog.tsx'

/** Who is on call now, in words that can be read from across the room; below it how that comes about, and how one is reached. */
export function OnCallPage() {
  const rotations = useRotations()
  const allowed = useMay('on-call')
  const [creating, { open, close }] = useDisclosure(false)
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={open} disabled={!allowed}>
      {t('rotation.new')}
    </Button>
  )
  return (
    <Page title={t('onCall.title')} lead={t('onCall.lead')} actions={<CalendarLink path="/api/me/calendar-link" label={t('calendar.mine')} />}>
      <Stack gap="xl">
        <MyPages />
        <Loaded query={rotations}>
          {(all) =>
            all.length === 0 ? (
              <Card title={t('onCall.now')}>
                <Empty title={t('onCall.none')} text={t('onCall.noneText')} action={create} />
              </Card>
            ) : (
              <>
                <NowOnCall rotations={all} />
                <Stack component="section" gap="sm" aria-label={t('rotation.title')}>
                  <Group justify="space-between">
                    <Title order={2}>{t('rotation.title')}</Title>
                    {create}
                  </Group>
                  {all.map((rotation) => (
                    <RotationCard key={rotation.id} rotation={rotation} />
                  ))}
                </Stack>
              </>
            )
          }
        </Loaded>
        <Policies rotations={rotations.data ?? []} />
        <Card title={t('method.title')}>
          <Text size="sm" c="dimmed" mb="sm">
            {t('method.lead')}
          </Text>
          <ContactMethods />
        </Card>
      </Stack>
      {creating && <RotationDialog close={close} />}
    </Page>
  )
}
