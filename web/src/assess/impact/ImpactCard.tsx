import { Group, SimpleGrid, Stack, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { useAssess } from '../../stabilize/crisis/command.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number, percent } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { ShareBars } from '../../ui/ShareBars.tsx'
import { ButtonLink } from '../../ui/links.tsx'

/** How bad: accounts, vulnerable ones, revenue at risk, and where they sit. */
export function ImpactCard() {
  const { id, impact, status } = useRoom()
  const assess = useAssess(id)
  const again = (label: string, variant: string) => (
    <ActionButton write={assess} body={undefined} size="compact-sm" variant={variant} may="command">
      {label}
    </ActionButton>
  )
  if (!impact)
    return (
      <Card title={t('impact.title')}>
        <Empty title={t('impact.none')} text={t('impact.noneText')} action={again(t('impact.assess'), 'filled')} />
      </Card>
    )
  return (
    <Card title={t('impact.title')} aside={status !== 'closed' && again(t('impact.again'), 'subtle')}>
      <Stack gap="md">
        <div>
          <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures">
            {number(impact.accounts)}
          </Text>
          <Text size="sm" c="dimmed">
            {t('impact.affected')} {t('impact.of', { total: number(impact.ofAccounts), share: percent(impact.accounts, impact.ofAccounts) })}
          </Text>
        </div>
        <SimpleGrid cols={2} spacing="sm" verticalSpacing="sm">
          <Tooltip label={t('impact.vulnerableWhat')}>
            <UnstyledButton style={{ cursor: 'help' }}>
              <Figure value={number(impact.vulnerable)} label={t('impact.vulnerable')} alarm={impact.vulnerable > 0} />
            </UnstyledButton>
          </Tooltip>
          <Figure value={number(impact.contacts)} label={t('impact.contacts')} />
          {impact.revenue.map((amount) => (
            <Figure key={amount.currency} value={<Money of={amount} short />} label={t('impact.revenue')} />
          ))}
        </SimpleGrid>
        <ShareBars
          title={t('impact.byTier')}
          rows={impact.byTier.map(({ tier, accounts, revenue }) => ({ label: tier, value: accounts, note: <Money of={revenue} short /> }))}
        />
        {impact.byRegion.length > 1 && (
          <ShareBars
            title={t('impact.byRegion')}
            rows={impact.byRegion.slice(0, 6).map(({ region, accounts }) => ({ label: region || t('impact.noRegion'), value: accounts }))}
          />
        )}
        <Group justify="space-between">
          <ButtonLink to="/crises/$crisisId/customers" params={{ crisisId: id }} variant="light" size="xs">
            {t('impact.see')}
          </ButtonLink>
          <Text size="xs" c="dimmed">
            {t('impact.at', { at: atNear(impact.assessedAt) })}
          </Text>
        </Group>
      </Stack>
    </Card>
  )
}

function Figure({ value, label, alarm = false }: { value: React.ReactNode; label: string; alarm?: boolean }) {
  return (
    <div>
      <Text fz="1.25rem" fw={650} lh={1.2} className={`lw-figures ${alarm ? 'lw-red' : ''}`}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </div>
  )
}
