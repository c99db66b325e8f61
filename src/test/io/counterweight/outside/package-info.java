/** What reaches the running controllers from outside: rough endpoints, operators, tools, strangers. */
package io.counterweight.outside;
