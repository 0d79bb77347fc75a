/** What the page draws of one run: a value for each stretch of time. */
export interface Drawn {
  name: string
  /** Name of the destination in trouble */
  destination: string
  /** Hours since the beginning, at the end of each stretch */
  hours: number[]
  /** When it was in trouble, hours */
  trouble: [from: number, until: number]
  waiting: number[]
  /** Minutes for which the oldest due delivery has been due: there, and at the worst of the others, where there are any */
  overdue: number[]
  othersOverdue: number[]
  /** A minute */
  requests: number[]
  arrivals: number[]
}
