/** What the tests of this module share. */
package io.counterweight.controller.kit;
