import { Anchor, Text } from '@mantine/core'
import type { Problem } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import styles from './Plan.module.css'

/** Every problem with a link to its line. */
export function ProblemList({ problems, checking, onGo }: { problems: Problem[]; checking: boolean; onGo: (problem: Problem) => void }) {
  if (problems.length === 0)
    return (
      <Text size="sm" className={checking ? '' : 'lw-green'} role="status">
        {checking ? t('editor.checking') : t('editor.right')}
      </Text>
    )
  return (
    <Card title={tn('editor.problems', problems.length)} aside={checking && <Text size="sm">{t('editor.checking')}</Text>}>
      <ul className={styles.plain} aria-live="polite">
        {problems.map((problem) => (
          <li key={`${problem.line} ${problem.path} ${problem.message}`}>
            <Anchor component="button" type="button" size="sm" onClick={() => onGo(problem)}>
              {t('editor.line', { line: problem.line })}
            </Anchor>{' '}
            {problem.path && <b>{problem.path}: </b>}
            <span className="lw-clip">{problem.message}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
