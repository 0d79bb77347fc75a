import { measure } from "../../bench/measure.ts"

console.log(JSON.stringify(measure({ seed: 4, count: 60 })))
