'use strict';
/** Loaded before a program: writes what it used to the file of `CHILD_USAGE` when it ends. */
const { writeFileSync } = require('node:fs');
const process = require('node:process');

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(process.env.CHILD_USAGE, JSON.stringify({ seconds: (userCPUTime + systemCPUTime) / 1e6, maxRSS }));
});
