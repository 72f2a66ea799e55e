import { Alert, Badge, Button, Group, List, Stack, Text } from '@mantine/core'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { atNear, money, number } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import { colorOf, type Meaning } from '../../ui/theme.ts'
import { FitCap } from './FitCap.tsx'
import { useApprovePlan, usePlanRemedies } from './plan.ts'

const meanings: Record<RemedyPlanView['status'], Meaning> = { proposed: 'soon', approved: 'action', executed: 'good', discarded: 'neutral' }

export function PlanSummary({ plan }: { plan: RemedyPlanView }) {
  const { id } = useRoom()
  const again = usePlanRemedies(id)
  const mayLedger = useMay('approve-remedy')
  const approve = useApprovePlan(id, plan.id)
  const total = plan.totals.map((amount) => money(amount)).join(' + ') || '0'
  const open = plan.status === 'proposed'
  const cost = plan.cost.map((amount) => money(amount)).join(' + ')
  return (
    <Card
      title={t('remedy.title')}
      aside={
        <Group gap="xs">
          <Badge color={colorOf[meanings[plan.status]]}>{tOf('remedy.status', plan.status)}</Badge>
          <Text size="xs" c="dimmed">
            {t('remedy.revision', { revision: plan.revision, at: atNear(plan.plannedAt) })}
          </Text>
        </Group>
      }
    >
      <Stack gap="md">
        <Group gap={40} align="flex-start">
          <div>
            <Text fz="2.25rem" fw={650} lh={1.1}>
              <Money of={plan.totals} />
            </Text>
            <Text size="sm" c="dimmed">
              {t('remedy.cost')}
            </Text>
          </div>
          <div>
            <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures">
              {number(plan.accounts)}
            </Text>
            <Text size="sm" c="dimmed">
              {t('remedy.accounts')}
            </Text>
          </div>
          {plan.owed.length > 0 && (
            <div>
              <Text fz="2.25rem" fw={650} lh={1.1}>
                <Money of={plan.owed} />
              </Text>
              <Text size="sm" c="dimmed">
                {t('remedy.owedPart')}
              </Text>
            </div>
          )}
          {plan.loss[0]?.percent != null && (
            <div>
              <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures">
                {plan.loss.map(({ percent }) => `${number(percent ?? 0)} %`).join(' / ')}
              </Text>
              <Text size="sm" c="dimmed" maw="30ch" title={t('remedy.lossHint', { times: plan.lossTimesPrice })}>
                {t('remedy.loss')}
              </Text>
            </div>
          )}
          {plan.withoutRevenue > 0 && (
            <div>
              <Text fz="2.25rem" fw={650} lh={1.1} className="lw-figures lw-amber">
                {number(plan.withoutRevenue)}
              </Text>
              <Text size="sm" c="dimmed" maw="26ch">
                {t('remedy.withoutRevenue')}
              </Text>
            </div>
          )}
        </Group>
        {plan.refused.length > 0 && (
          <Alert color="red" title={t('remedy.before')}>
            {plan.refused.map((sentence) => (
              <Text size="sm" key={sentence}>
                {sentence}
              </Text>
            ))}
          </Alert>
        )}
        {plan.overCap.length > 0 && <FitCap plan={plan} />}
        {(plan.warnings.length > 0 || plan.unknownSlas.length > 0) && (
          <Alert color="amber" title={t('remedy.lookAt')}>
            {plan.warnings.map((sentence) => (
              <Text size="sm" key={sentence}>
                {sentence}
              </Text>
            ))}
            {plan.unknownSlas.length > 0 && <Text size="sm">{t('remedy.unknownSlas', { names: plan.unknownSlas.join(', ') })}</Text>}
          </Alert>
        )}
        {open && cost !== '' && cost !== total && <Text size="sm">{t('remedy.costBefore', { total: cost })}</Text>}
        {plan.adjust.reason && <Text size="sm">{t('remedy.adjusted', { reason: plan.adjust.reason })}</Text>}
        <div>
          <Text size="xs" fw={600} c="dimmed" mb={4}>
            {t('remedy.policy')}
          </Text>
          <List size="sm" spacing={2}>
            {plan.policy.map(({ remedy, sentence }) => (
              <List.Item key={remedy + sentence}>{sentence}</List.Item>
            ))}
          </List>
        </div>
        {(plan.approvedBy.length > 0 || (open && plan.approvalsMissing > 0)) && (
          <Text size="sm">
            {plan.approvedBy.length > 0 && `${t('remedy.approvedBy', { names: plan.approvedBy.map(({ name }) => name).join(', ') })}. `}
            {open && plan.approvalsMissing > 0 && (
              <span className="lw-amber">
                {tn('remedy.missing', plan.approvalsMissing)}. {plan.approvalsWhy}
              </span>
            )}
          </Text>
        )}
        <Group gap="xs" align="flex-start">
          {open && (
            <ActionButton
              write={approve}
              body={{ seal: plan.seal }}
              may="approve-remedy"
              disabled={plan.refused.length > 0}
              confirm={{ title: t('remedy.approveTitle'), text: <ApprovalText plan={plan} total={total} />, label: t('remedy.approveNow') }}
            >
              {t('remedy.approve')}
            </ActionButton>
          )}
          {open && (
            <ActionButton write={again} body={{}} variant="default" may="plan-remedy">
              {t('remedy.planAgain')}
            </ActionButton>
          )}
          <Button component="a" href={`/api/remedies/${encodeURIComponent(plan.id)}/export.csv`} download variant="default">
            {t('remedy.export')}
          </Button>
          {plan.status === 'executed' && mayLedger && (
            <Button
              component="a"
              href={`/api/ledger.csv?from=2000-01-01T00:00:00Z&to=2199-01-01T00:00:00Z&crisis=${encodeURIComponent(id)}`}
              download
              variant="default"
            >
              {t('remedy.openLedger')}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  )
}

function ApprovalText({ plan, total }: { plan: RemedyPlanView; total: string }) {
  return (
    <Stack gap="xs">
      <Text size="sm">{t('remedy.approveText', { total, accounts: tn('remedy.accountsCount', plan.accounts) })}</Text>
      <Text size="xs" c="dimmed" ff="monospace" className="lw-clip">
        {t('remedy.seal')} {plan.seal.slice(0, 16)}…
      </Text>
    </Stack>
  )
}
