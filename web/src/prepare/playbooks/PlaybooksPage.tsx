import { Badge, Button, Group, Paper, SimpleGrid, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { PlaybookSummary } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atNear } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { ButtonLink, TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { NewPlaybook } from './NewPlaybook.tsx'
import { OriginBadge } from './OriginBadge.tsx'
import { usePlaybooks } from './playbook.ts'
import styles from './PlaybooksPage.module.css'

/** Every plan there is, as calm cards: what it is for, and whether it is as shipped. */
export function PlaybooksPage() {
  const query = usePlaybooks()
  const may = useMay('playbook')
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <Page
      title={t('playbooks.title')}
      lead={t('playbooks.lead')}
      actions={
        <Group gap="sm">
          <ButtonLink to="/templates" variant="default">
            {t('templates.title')}
          </ButtonLink>
          {may && (
            <Button variant="default" onClick={open} leftSection={<Icon name="plus" size={16} />}>
              {t('playbooks.new')}
            </Button>
          )}
        </Group>
      }
    >
      <Loaded query={query}>
        {(playbooks) =>
          playbooks.length === 0 ? (
            <Empty title={t('playbooks.none')} />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md" component="ul" className={styles.cards}>
              {playbooks.map((playbook) => (
                <PlaybookCard key={playbook.key} playbook={playbook} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
      {opened && <NewPlaybook playbooks={query.data ?? []} close={close} />}
    </Page>
  )
}

function PlaybookCard({ playbook }: { playbook: PlaybookSummary }) {
  const { key, title, about, kinds, usedFor, changed, origin, shippedChanged, setAside, tasks, regulated } = playbook
  const passedOver = kinds.filter((kind) => !usedFor.includes(kind))
  return (
    <Paper component="li" p="md" className={styles.card}>
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
        <Title order={2} size="h3">
          <TextLink to="/playbooks/$key" params={{ key }} className={styles.link}>
            {title}
          </TextLink>
        </Title>
        <OriginBadge origin={origin} />
      </Group>
      <Text size="sm" className={styles.about}>
        {about}
      </Text>
      <Group gap={6} mt="auto">
        {(shippedChanged || setAside) && (
          <Badge color="amber" size="sm">
            {setAside ? t('playbook.setAside') : t('playbook.shippedChanged')}
          </Badge>
        )}
        <Text size="xs" c="dimmed">
          {[tn('playbook.tasks', tasks), ...(regulated ? [t('playbook.law')] : []), t('playbook.version', { version: playbook.version })].join(' · ')}
        </Text>
      </Group>
      {passedOver.length > 0 && (
        <Text size="xs" c="dimmed">
          {t('playbook.notUsed', { kinds: passedOver.map((kind) => tOf('kind', kind)).join(', ') })}
        </Text>
      )}
      {changed && (
        <Text size="xs" c="dimmed" lineClamp={1} title={changed.note}>
          {t('playbook.changedBy', { name: changed.by.name, at: atNear(changed.at), note: changed.note })}
        </Text>
      )}
    </Paper>
  )
}
